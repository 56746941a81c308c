import { type JsonObject, objectAt } from "../../openapi/json.ts";
import { contentOf } from "./content.ts";
import type { Body } from "./operation.ts";

/** Undefined for a body without media types. */
export function bodyOf(requestBody: JsonObject): Body | undefined {
  const content = contentOf(objectAt(requestBody, "content"));
  return content.length === 0 ? undefined : { required: requestBody.required === true, content };
}
