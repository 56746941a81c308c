import type { components } from "../../../../generated/schema.ts";

/**
 * What a presenter returns for a schema: all of its properties, the optional ones included. So a property that is added to the
 * schema does not compile until the presenter fills it.
 */
export type Presented<Name extends keyof components["schemas"]> = Required<components["schemas"][Name]>;
