import { isArray, isObject, type Json, type JsonObject } from "../openapi/json.ts";
import type { Collection } from "./collections.ts";

/**
 * Resources of a collection that examples only mention, such as the author of a post: objects with a text as id and at least
 * one more property, all of which such a resource has. The rest of each is as in the collection's own example.
 */
export function mentionedResources(
  examples: readonly (Json | undefined)[],
  { idName }: Collection,
  whole: JsonObject,
): readonly JsonObject[] {
  return examples.flatMap(objectsIn).flatMap((object) => {
    const names = Object.keys(object);
    const isPart = typeof object[idName] === "string" && names.length > 1 && names.every((name) => name in whole);
    return isPart && object[idName] !== whole[idName] ? [{ ...whole, ...object }] : [];
  });
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (value === undefined) return [];
  if (isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}
