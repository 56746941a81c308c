import type { JsonObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import type { Answers } from "./answers.ts";
import { type Collection, fillPath, type MockOperation } from "./collections.ts";
import type { Dataset } from "./dataset.ts";
import type { MockRequest } from "./request.ts";

export type MockHandler = (request: MockRequest) => Answer;

/** What the handler of one operation is made from. */
export interface HandlerContext {
  readonly operation: MockOperation;
  readonly operations: readonly MockOperation[];
  readonly dataset: Dataset;
  readonly answers: Answers;
  readonly now: () => Date;
}

/** The operation's success answer, with this body. */
export function successWith({ success }: MockOperation, body: Answer["body"]): Answer {
  const { status, requiredHeaders, contentType } = success;
  return {
    status,
    headers: requiredHeaders,
    body: success.body === undefined ? undefined : body,
    ...(contentType && { contentType }),
  };
}

/** The path under which the store keeps the resources of a collection that a request addresses. */
export function collectionPathOf(dataset: Dataset, collection: Collection, { path }: MockRequest): string | undefined {
  return fillPath(dataset.originOf(collection).path, path);
}

export function idIn({ parameter }: Collection, { path }: MockRequest): string {
  return String(path[parameter ?? ""]);
}

/** The resource of a collection that a request addresses. */
export function resourceOf(dataset: Dataset, collection: Collection, request: MockRequest): JsonObject | undefined {
  const collectionPath = collectionPathOf(dataset, collection, request);
  return collectionPath === undefined ? undefined : dataset.store.get(collectionPath, idIn(collection, request));
}
