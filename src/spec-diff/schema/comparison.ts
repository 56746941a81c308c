import type { Json, JsonObject } from "../../openapi/json.ts";
import type { Part } from "./collect.ts";
import type { Direction } from "./finding.ts";

/** The context of one schema comparison. */
export interface Comparison {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly direction: Direction;
  /** Compares two nested schemas. */
  readonly compare: (before: Json, after: Json) => readonly Part[];
  /** Whether two schemas differ in documentation only. */
  readonly isSame: (before: Json, after: Json) => boolean;
}
