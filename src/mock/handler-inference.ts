import type { JsonObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { notFound } from "../server/http/response/refusals.ts";
import type { Answers } from "./answers.ts";
import { overlay } from "./change.ts";
import { change, changeAlone, readAlone } from "./change-resource.ts";
import { type Collection, fillPath, itemPathOf, type MockOperation } from "./collections.ts";
import { create } from "./create.ts";
import type { Dataset } from "./dataset.ts";
import { list } from "./list.ts";
import type { MockRequest } from "./request.ts";

export type MockHandler = (request: MockRequest) => Answer;

/** What a behaviour may look at. */
export interface HandlerContext {
  readonly operation: MockOperation;
  readonly operations: readonly MockOperation[];
  readonly world: Dataset;
  readonly answers: Answers;
  readonly now: () => Date;
}

/** Gives an operation the behaviour that its path, method and schemas suggest; else it answers its example. */
export function inferHandler(surroundings: HandlerContext): MockHandler {
  const { operation, world, answers } = surroundings;
  const { operationId, method, path } = operation.route;
  const along = world.thingsAlong(path);
  const behave = roleOf(surroundings, along);
  const isPut = method === "PUT" && along.some((each) => itemPathOf(each) === path);

  return (request) => {
    const absent = along.filter((each) => resourceOf(world, each, request) === undefined);
    const missed = absent.find((each) => !isPut || itemPathOf(each) !== path);
    const answer = (missed ? missing(surroundings, missed, request) : undefined) ?? behave?.(request);
    if (answer && answers.brokenRule(operationId, answer) === undefined) return answer;
    return echo(surroundings, request);
  };
}

function roleOf(surroundings: HandlerContext, along: readonly Collection[]): MockHandler | undefined {
  const { operation, operations, world } = surroundings;
  const { route, shape } = operation;
  const { method, path } = route;
  const here = world.collections.find((each) => each.path === path && each.kind === shape?.kind);
  if (here && method === "GET" && shape?.isList) return list(surroundings, here, shape);
  if (here?.isOrigin && method === "POST") return create(surroundings, here);

  const thing = along.at(-1);
  const isItem = thing !== undefined && itemPathOf(thing) === path;
  if (thing && isItem && method === "GET")
    return (request) => found(operation, resourceOf(world, thing, request) ?? operation.success.body);
  if (thing && isItem && method === "DELETE") {
    return (request) => {
      world.store.remove(collectionPathOf(world, thing, request) ?? "", idIn(thing, request));
      return echo(surroundings, request);
    };
  }
  if (thing && method !== "GET" && (isItem || shape?.kind === thing.kind)) return change(surroundings, thing);

  if (!shape || shape.isList) return undefined;
  if (method === "GET") return readAlone(surroundings);
  const alone = operations.find(
    (each) =>
      each.route.method === "GET" && each.shape?.kind === shape.kind && `${path}/`.startsWith(`${each.route.path}/`),
  );
  return alone && changeAlone(surroundings, alone);
}

/** An operation's success with another body. */
export function found({ success }: MockOperation, body: Answer["body"]): Answer {
  const { status, requiredHeaders, contentType } = success;
  return {
    status,
    headers: requiredHeaders,
    body: success.body === undefined ? undefined : body,
    ...(contentType && { contentType }),
  };
}

/** The example, with what the request says of it where that fits. */
export function echo(
  { operation, answers }: Pick<HandlerContext, "operation" | "answers">,
  request: MockRequest,
): Answer {
  const { success, shape, route } = operation;
  const example = found(operation, success.body);
  if (!shape || shape.isList) return example;
  const last = Object.entries(request.path).at(-1);
  const named = last && "id" in shape.properties && !(last[0] in shape.properties) ? { id: last[1] } : {};
  const said = {
    ...overlay({ ...request.path, ...named }, shape.properties),
    ...overlay(request.body, shape.properties),
  };
  const echoed = found(operation, { ...Object(success.body), ...said });
  return answers.brokenRule(route.operationId, echoed) === undefined ? echoed : example;
}

/** What is documented for things that are not there: 204 or 404 for reads, the other way round for writes. */
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
  const own = notFound(`There is no ${fillPath(itemPathOf(missed), path)}`);
  if (status === 404 && answers.brokenRule(operationId, own) === undefined) return own;
  return answers.example(operationId, status);
}

export function collectionPathOf(world: Dataset, collection: Collection, { path }: MockRequest): string | undefined {
  return fillPath(world.originOf(collection).path, path);
}

export function idIn({ parameter }: Collection, { path }: MockRequest): string {
  return String(path[parameter ?? ""]);
}

export function resourceOf(world: Dataset, collection: Collection, request: MockRequest): JsonObject | undefined {
  const home = collectionPathOf(world, collection, request);
  return home === undefined ? undefined : world.store.get(home, idIn(collection, request));
}
