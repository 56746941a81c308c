import type { Logger } from "pino";
import { isObject, type JsonObject, objectAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { AnyRoute, Handler } from "../server/http/pipeline/operation.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { type Answers, type MockAnswer, mockAnswers } from "./answers.ts";
import type { MockOperation } from "./collections.ts";
import { createDataset } from "./dataset.ts";
import { asEventStream } from "./events.ts";
import { inferHandler } from "./handler-inference.ts";
import { type Preference, parsePrefer, preferenceApplied } from "./prefer.ts";
import { readRequest } from "./request.ts";
import { propertiesOf, shapeOf } from "./shapes.ts";

export interface MockOptions {
  /** As `servedOperations` returns it. */
  readonly document: JsonObject;
  readonly routes: readonly AnyRoute[];
  readonly log: Logger;
  readonly now: () => Date;
}

export interface Mock {
  /** By operationId. */
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly answers: Answers;
}

/** Creates a handler for every operation of a document, which answers from its examples. */
export function mockHandlers({ document, routes, log, now }: MockOptions): Mock {
  const answers = mockAnswers(document, log);
  const operations = routes.map((route): MockOperation => {
    const success = successOf(answers, route.operationId);
    return { route, success, shape: shapeOf(document, success.schema), asked: bodyProperties(document, route) };
  });
  const dataset = createDataset(document, operations);
  const handlers = operations.map((operation): [string, Handler] => {
    const handle = inferHandler({ operation, operations, dataset, answers, now });
    return [
      operation.route.operationId,
      async (given) => {
        const request = readRequest(given);
        const preferred = preferredAnswer(answers, operation, parsePrefer(String(request.header.Prefer ?? "")));
        return asEventStream(preferred ?? handle(request), request);
      },
    ];
  });
  return { handlers: Object.fromEntries(handlers), answers };
}

/** The first documented success with a body, otherwise the first success, otherwise the first answer. */
function successOf(answers: Answers, operationId: string): MockAnswer {
  const all = answers.statuses(operationId).flatMap((status) => answers.example(operationId, status) ?? []);
  const good = all.filter(({ status }) => status >= 200 && status < 300);
  const success = good.find(({ body }) => body !== undefined) ?? good[0] ?? all[0];
  if (!success) throw new Error(`${operationId} documents no answer`);
  return success;
}

function bodyProperties(document: JsonObject, { path, method }: AnyRoute): JsonObject {
  const operation = objectAt(objectAt(objectAt(document, "paths"), path), method.toLowerCase());
  const body = resolve(document, operation.requestBody);
  const media = objectAt(objectAt(isObject(body) ? body : {}, "content"), "application/json");
  return propertiesOf(document, media.schema);
}

/** The answer that the `Prefer` header names, if it is documented, with all its example headers. */
function preferredAnswer(answers: Answers, { route, success }: MockOperation, wanted: Preference): Answer | undefined {
  const { code, example } = wanted;
  if (code === undefined && example === undefined) return undefined;
  const statuses = code === undefined ? [success.status, ...answers.statuses(route.operationId)] : [code];
  const find = (name: string | undefined) =>
    statuses.map((status) => answers.example(route.operationId, status, name)).find((each) => each !== undefined);
  const named = example === undefined ? undefined : find(example);
  const found = named ?? (code === undefined ? undefined : find(undefined));
  if (!found) return undefined;
  const applied = preferenceApplied({ code, example: named && example });
  return { ...found, headers: { ...found.headers, "Preference-Applied": applied } };
}
