import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import type { Json, JsonObject } from "./document.ts";

/**
 * Validates a value against the schema at a JSON pointer of the document, including formats and with lengths in code points.
 * Unknown keywords are errors, because Ajv would ignore them.
 */
export function createValidator(document: JsonObject): (pointer: string, value: Json) => readonly ErrorObject[] {
  // Ajv treats the document as a schema and its sections as keywords.
  const keywords = [...Object.keys(document), "x-rule", "example"];
  const ajv = addFormats.default(new Ajv({ allErrors: true, keywords }));
  ajv.addSchema(document, "openapi.yaml", false, false);
  return (pointer, value) => {
    const fragment = pointer.split("/").map(encodeURIComponent).join("/");
    const validate = ajv.compile({ $ref: `openapi.yaml#${fragment}` });
    return validate(value) ? [] : (validate.errors ?? []);
  };
}
