import type { Sketches } from "./api.ts";

const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } } as const;

/** A small API with parameters, bodies and permissions of each kind. */
export const things: Sketches = {
  "GET /thing": {
    operationId: "listThings",
    parameters: [
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100, default: 20 } },
      { name: "tags", in: "query", schema: { type: "array", items: { type: "string" } } },
      { name: "sizes", in: "query", explode: false, schema: { type: "array", items: { type: "integer" } } },
      { name: "word", in: "query", schema: { type: "string", minLength: 1, maxLength: 10 } },
      { name: "X-Trace", in: "header", schema: { type: "boolean" } },
      { name: "theme", in: "cookie", schema: { type: "string", enum: ["light", "dark"] } },
    ],
  },
  "POST /thing": {
    operationId: "createThing",
    security: [{ accessToken: [] }],
    permission: "member",
    requestBody: {
      required: true,
      schema: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: {
          name: { type: "string", minLength: 1, maxLength: 10 },
          note: { type: "string", nullable: true },
          parts: { type: "array", maxItems: 3, items: { type: "object" } },
        },
      },
    },
    statuses: [200, 204, 409],
  },
  "DELETE /thing": { operationId: "deleteThings", security: [{ accessToken: [] }], permission: "admin" },
  "GET /thing/newest": { operationId: "getNewest" },
  "GET /thing/{id}": { operationId: "getThing", parameters: [id], statuses: [200, 204] },
  "POST /thing/{id}/touch": {
    operationId: "touchThing",
    parameters: [id],
    requestBody: { required: false, schema: { type: "object" } },
  },
};
