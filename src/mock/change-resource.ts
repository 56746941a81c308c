import { isObject, type Json, type JsonObject } from "../openapi/json.ts";
import { effectOf, overlay, withTimes } from "./change.ts";
import { type Collection, fillPath, type MockOperation } from "./collections.ts";
import {
  collectionPathOf,
  found,
  type HandlerContext,
  idIn,
  type MockHandler,
  resourceOf,
} from "./handler-inference.ts";

/** Changes a thing as the request says, and as the example of the answer shows beside that. */
export function change(surroundings: HandlerContext, collection: Collection): MockHandler {
  const { operation, operations, world, now } = surroundings;
  const properties =
    operation.shape?.kind === collection.kind ? operation.shape.properties : kindOf(operations, collection);
  const example = operation.shape?.kind === collection.kind ? operation.success.body : undefined;
  const before = exampleOf(surroundings, collection, example);
  const effect = effectOf(example, before, operation.asked);

  return (request) => {
    const home = collectionPathOf(world, collection, request) ?? "";
    const thing = resourceOf(world, collection, request);
    const asked = overlay(request.body, properties);
    const changed = withTimes({ ...(thing ?? before), ...effect, ...asked }, Object.keys(effect), properties, now());
    if (thing) world.store.change(home, idIn(collection, request), changed);
    else world.store.add(home, idIn(collection, request), changed);
    return found(operation, changed);
  };
}

/** Reads what a path has only one of, such as one's own account. */
export function readAlone({ operation, world }: HandlerContext): MockHandler {
  const { route, success } = operation;
  return ({ path }) => found(operation, world.store.get(fillPath(route.path, path) ?? "", "") ?? success.body);
}

/** Changes it. */
export function changeAlone({ operation, world, now }: HandlerContext, alone: MockOperation): MockHandler {
  const { success, shape } = operation;
  const { body } = alone.success;
  const before = isObject(body) ? body : undefined;
  const properties = shape?.properties ?? {};
  const effect = effectOf(success.body, before, operation.asked);

  return (request) => {
    const home = fillPath(alone.route.path, request.path) ?? "";
    const thing = world.store.get(home, "");
    const asked = overlay(request.body, properties);
    const changed = withTimes({ ...(thing ?? before), ...effect, ...asked }, Object.keys(effect), properties, now());
    if (thing) world.store.change(home, "", changed);
    else world.store.add(home, "", changed);
    return found(operation, changed);
  };
}

/** The thing of the examples that the example of a change is about, as it was before. */
function exampleOf(
  { world }: HandlerContext,
  { path, idName }: Collection,
  example: Json | undefined,
): JsonObject | undefined {
  const id = isObject(example) ? example[idName] : undefined;
  const origin = world.collections.find((each) => each.path === path);
  return id === undefined || !origin ? undefined : world.seedOf(origin, id);
}

function kindOf(operations: readonly MockOperation[], { kind }: Collection): JsonObject {
  return operations.find(({ shape }) => shape?.kind === kind)?.shape?.properties ?? {};
}
