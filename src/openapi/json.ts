/** A value of a parsed document. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object in a property; an empty object if the property has none. */
export function objectAt(node: Json | undefined, key: string): JsonObject {
  const value = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  return isObject(value) ? value : {};
}

/** The items of the array in a property; none if the property has no array. */
export function listAt(node: Json | undefined, key: string): readonly Json[] {
  const value = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  return isArray(value) ? value : [];
}

export function stringAt(node: Json | undefined, key: string): string | undefined {
  const value = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

export function isTrueAt(node: Json | undefined, key: string): boolean {
  return isObject(node) && node[key] === true;
}

/** A copy of an object without some of its properties. */
export function without(node: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key)));
}
