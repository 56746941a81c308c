import { isObject, type Json, type JsonObject } from "../openapi/json.ts";
import { effectOf, overlay, withTimes } from "./change.ts";
import { type Collection, fillPath, type MockOperation } from "./collections.ts";
import {
  collectionPathOf,
  type HandlerContext,
  idIn,
  type MockHandler,
  resourceOf,
  successWith,
} from "./handler-context.ts";

/** Updates a resource with the request body, and with the side effects that the example shows (see `effectOf`). */
export function change(context: HandlerContext, collection: Collection): MockHandler {
  const { operation, operations, dataset, now } = context;
  const properties =
    operation.shape?.kind === collection.kind ? operation.shape.properties : kindOf(operations, collection);
  const example = operation.shape?.kind === collection.kind ? operation.success.body : undefined;
  const before = exampleOf(context, collection, example);
  const effect = effectOf(example, before, operation.asked);

  return (request) => {
    const collectionPath = collectionPathOf(dataset, collection, request) ?? "";
    const resource = resourceOf(dataset, collection, request);
    const asked = overlay(request.body, properties);
    const changed = withTimes({ ...(resource ?? before), ...effect, ...asked }, Object.keys(effect), properties, now());
    if (resource) dataset.store.change(collectionPath, idIn(collection, request), changed);
    else dataset.store.add(collectionPath, idIn(collection, request), changed);
    return successWith(operation, changed);
  };
}

/** Reads a singleton resource, such as the account of the caller. */
export function readSingleton({ operation, dataset }: HandlerContext): MockHandler {
  const { route, success } = operation;
  return ({ path }) => successWith(operation, dataset.store.get(fillPath(route.path, path) ?? "", "") ?? success.body);
}

/** Updates a singleton resource. */
export function changeSingleton({ operation, dataset, now }: HandlerContext, singleton: MockOperation): MockHandler {
  const { success, shape } = operation;
  const { body } = singleton.success;
  const before = isObject(body) ? body : undefined;
  const properties = shape?.properties ?? {};
  const effect = effectOf(success.body, before, operation.asked);

  return (request) => {
    const collectionPath = fillPath(singleton.route.path, request.path) ?? "";
    const resource = dataset.store.get(collectionPath, "");
    const asked = overlay(request.body, properties);
    const changed = withTimes({ ...(resource ?? before), ...effect, ...asked }, Object.keys(effect), properties, now());
    if (resource) dataset.store.change(collectionPath, "", changed);
    else dataset.store.add(collectionPath, "", changed);
    return successWith(operation, changed);
  };
}

/** The seeded resource that the example of an update refers to, before the update. */
function exampleOf(
  { dataset }: HandlerContext,
  { path, idName }: Collection,
  example: Json | undefined,
): JsonObject | undefined {
  const id = isObject(example) ? example[idName] : undefined;
  const origin = dataset.collections.find((each) => each.path === path);
  return id === undefined || !origin ? undefined : dataset.seededResource(origin, id);
}

function kindOf(operations: readonly MockOperation[], { kind }: Collection): JsonObject {
  return operations.find(({ shape }) => shape?.kind === kind)?.shape?.properties ?? {};
}
