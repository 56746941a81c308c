import type { Answer } from "../server/http/response/answer.ts";
import { notFound } from "../server/http/response/refusals.ts";
import { overlay } from "./change.ts";
import { change, changeSingleton, readSingleton } from "./change-resource.ts";
import { type Collection, fillPath, itemPathOf } from "./collections.ts";
import { create } from "./create.ts";
import {
  collectionPathOf,
  type HandlerContext,
  idIn,
  type MockHandler,
  resourceOf,
  successWith,
} from "./handler-context.ts";
import { list } from "./list.ts";
import type { MockRequest } from "./request.ts";

/** Infers a handler from path, method and schemas: list, create, read, update or delete. Otherwise it answers the example. */
export function inferHandler(context: HandlerContext): MockHandler {
  const { operation, dataset, answers } = context;
  const { operationId, method, path } = operation.route;
  const along = dataset.collectionsAlong(path);
  const handle = inferRole(context, along);
  const isPut = method === "PUT" && along.some((each) => itemPathOf(each) === path);

  return (request) => {
    const absent = along.filter((each) => resourceOf(dataset, each, request) === undefined);
    const missed = absent.find((each) => !isPut || itemPathOf(each) !== path);
    const answer = (missed ? missing(context, missed, request) : undefined) ?? handle?.(request);
    if (answer && answers.brokenRule(operationId, answer) === undefined) return answer;
    return echo(context, request);
  };
}

function inferRole(context: HandlerContext, along: readonly Collection[]): MockHandler | undefined {
  const { operation, operations, dataset } = context;
  const { route, shape } = operation;
  const { method, path } = route;
  const here = dataset.collections.find((each) => each.path === path && each.kind === shape?.kind);
  if (here && method === "GET" && shape?.isList) return list(context, here, shape);
  if (here?.isOrigin && method === "POST") return create(context, here);

  const resource = along.at(-1);
  const isItem = resource !== undefined && itemPathOf(resource) === path;
  if (resource && isItem && method === "GET")
    return (request) => successWith(operation, resourceOf(dataset, resource, request) ?? operation.success.body);
  if (resource && isItem && method === "DELETE") {
    return (request) => {
      dataset.store.remove(collectionPathOf(dataset, resource, request) ?? "", idIn(resource, request));
      return echo(context, request);
    };
  }
  if (resource && method !== "GET" && (isItem || shape?.kind === resource.kind)) return change(context, resource);

  if (!shape || shape.isList) return undefined;
  if (method === "GET") return readSingleton(context);
  const singleton = operations.find(
    (each) =>
      each.route.method === "GET" && each.shape?.kind === shape.kind && `${path}/`.startsWith(`${each.route.path}/`),
  );
  return singleton && changeSingleton(context, singleton);
}

/** The example, with the values of the request where the result is still valid. */
export function echo(
  { operation, answers }: Pick<HandlerContext, "operation" | "answers">,
  request: MockRequest,
): Answer {
  const { success, shape, route } = operation;
  const example = successWith(operation, success.body);
  if (!shape || shape.isList) return example;
  const last = Object.entries(request.path).at(-1);
  const named = last && "id" in shape.properties && !(last[0] in shape.properties) ? { id: last[1] } : {};
  const said = {
    ...overlay({ ...request.path, ...named }, shape.properties),
    ...overlay(request.body, shape.properties),
  };
  const echoed = successWith(operation, { ...Object(success.body), ...said });
  return answers.brokenRule(route.operationId, echoed) === undefined ? echoed : example;
}

/** The documented answer for a missing resource: reads prefer 204 to 404, writes 404 to 204. */
function missing(
  { operation, answers }: HandlerContext,
  missed: Collection,
  { path }: MockRequest,
): Answer | undefined {
  const { operationId, method } = operation.route;
  const statuses = answers.statuses(operationId);
  const isRead = method === "GET" || method === "HEAD";
  const status = (isRead ? [204, 404] : [404, 204]).find((each) => statuses.includes(each));
  if (status === undefined) return undefined;
  const refusal = notFound(`There is no ${fillPath(itemPathOf(missed), path)}`);
  if (status === 404 && answers.brokenRule(operationId, refusal) === undefined) return refusal;
  return answers.example(operationId, status);
}
