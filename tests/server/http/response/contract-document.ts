import type { AnyRoute } from "../../../../src/server/http/pipeline/operation.ts";

const error = {
  description: "A refusal",
  content: {
    "application/json": { schema: { $ref: "#/components/schemas/Error" } },
    "application/problem+json": { schema: { type: "object", required: ["title"] } },
  },
};
const thing = {
  description: "A thing",
  headers: {
    "X-Count": { required: true, schema: { type: "integer", minimum: 0 } },
    "X-Note": { $ref: "#/components/headers/Note" },
  },
  content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
};
/** A document with one operation, whose answers have headers, references and several media types. */
export const document = {
  openapi: "3.0.3",
  info: { title: "A test", version: "1.0.0" },
  paths: {
    "/thing/{id}": {
      get: {
        operationId: "getThing",
        "x-permission": "anyone",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer", maximum: 9 } }],
        responses: { "200": thing, "204": { description: "None" }, "400": { $ref: "#/components/responses/Error" } },
      },
    },
  },
  components: {
    headers: { Note: { schema: { type: "string", maxLength: 3 } } },
    responses: { Error: error },
    schemas: {
      Error: {
        type: "object",
        additionalProperties: false,
        required: ["result", "hint"],
        properties: { result: { type: "string" }, hint: { type: "string", maxLength: 100 } },
      },
      Owner: {
        type: "object",
        additionalProperties: false,
        required: ["name"],
        properties: {
          name: { type: "string", maxLength: 16 },
          born: { type: "string", format: "date", nullable: true },
        },
      },
      Thing: {
        type: "object",
        additionalProperties: false,
        required: ["owner"],
        properties: {
          owner: { $ref: "#/components/schemas/Owner" },
          tags: {
            type: "array",
            items: { type: "string", pattern: "^[a-z]+$", "x-rule": "must have small letters only" },
          },
        },
      },
    },
  },
} as const;

/** The route of its operation. */
export const route: AnyRoute = {
  operationId: "getThing",
  method: "GET",
  path: "/thing/{id}",
  tag: "Thing",
  parameters: [{ name: "id", in: "path", required: true, style: "simple", explode: false, type: "integer" }],
  body: undefined,
  security: "none",
  extensions: { "x-permission": "anyone" },
  answers: { "200": ["application/json"], "204": [], "400": ["application/json", "application/problem+json"] },
};
