import type { Route } from "../../../../generated/operations.ts";
import type { Caller } from "../request/caller.ts";
import type { Parameters, RawParameters } from "../request/parameters.ts";
import type { Answer } from "../response/answer.ts";
import type { Validate } from "./validation.ts";

/** A feature's function for one operation. The generated `Handlers` types check its request and answer. */
export type Handler = (request: Readonly<Record<string, unknown>>, caller: Caller | undefined) => Promise<Answer>;

/** A route of any document. The generated type `Route` has only the operationIds of this API. */
export interface AnyRoute extends Omit<Route, "operationId"> {
  readonly operationId: string;
}

/** An operation with everything that serving its requests needs. */
export interface CompiledOperation {
  readonly operationId: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly security: Route["security"];
  readonly isForAdmins: boolean;
  readonly body: Route["body"];
  readonly parse: (raw: RawParameters) => Parameters;
  readonly validate: Validate;
  /** The names of its header parameters, spelled as in the document. */
  readonly headerNames: readonly string[];
  readonly handle: Handler;
  /** The documented statuses. */
  readonly statuses: ReadonlySet<number>;
}
