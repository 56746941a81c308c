import type { JsonObject } from "../../src/openapi/json.ts";
import type { Change } from "../../src/spec-diff/change.ts";
import { compareDocuments } from "../../src/spec-diff/compare.ts";

/** A document with what a test cares to say of it; the rest is filled in. */
export function documentWith(parts: JsonObject): JsonObject {
  return { openapi: "3.0.3", info: { title: "A test", version: "1.0.0" }, paths: {}, ...parts };
}

/** A document of one operation, `POST /thing`. */
export function operationWith(parts: JsonObject, document: JsonObject = {}): JsonObject {
  const operation = { responses: { "200": { description: "An answer" } }, ...parts };
  return documentWith({ paths: { "/thing": { post: operation } }, ...document });
}

/** The operation takes a schema. */
export function takes(schema: JsonObject, document: JsonObject = {}): JsonObject {
  return operationWith({ requestBody: { required: true, content: { "application/json": { schema } } } }, document);
}

/** The operation answers with a schema. */
export function gives(schema: JsonObject, document: JsonObject = {}): JsonObject {
  const answer = { description: "An answer", content: { "application/json": { schema } } };
  return operationWith({ responses: { "200": answer } }, document);
}

/** "breaking: POST /thing: `name` is gone: clients that read it find nothing" */
export function lines(before: JsonObject, after: JsonObject): readonly string[] {
  return compareDocuments(before, after).map(line);
}

export function line({ locations, what, effect, why }: Change): string {
  return `${effect}: ${locations.join(", ")}: ${what}: ${why}`;
}
