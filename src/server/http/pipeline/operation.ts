import type { Route } from "../../../../generated/operations.ts";
import type { Caller } from "../request/caller.ts";
import type { Parameters, RawParameters } from "../request/parameters.ts";
import type { Answer } from "../response/answer.ts";
import type { Validate } from "./validation.ts";

/** A room's function for one operation. That its request and answer have the right types, the generated code sees to. */
export type Handler = (request: Readonly<Record<string, unknown>>, caller: Caller | undefined) => Promise<Answer>;

/** A generated route; of any document, while the generated type knows the names of ours alone. */
export interface AnyRoute extends Omit<Route, "operationId"> {
  readonly operationId: string;
}

/** An operation with all that its requests need, prepared. */
export interface CompiledOperation {
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly security: Route["security"];
  readonly isForAdmins: boolean;
  readonly body: Route["body"];
  readonly parse: (raw: RawParameters) => Parameters;
  readonly validate: Validate;
  /** Names of its header parameters as the document spells them. */
  readonly headerNames: readonly string[];
  readonly handle: Handler;
  /** The statuses that it documents. */
  readonly statuses: ReadonlySet<number>;
}
