import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { type Context, OpenAPIBackend } from "openapi-backend";
import { packageRoot } from "../../../src/util/package-root.ts";

/** The document that the dispatcher and the oracle serve. */
export const document = JSON.parse(readFileSync(join(packageRoot, "generated", "openapi.json"), "utf8"));

export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The status of a refusal, or the operation that was reached with its input. */
export type DispatchOutcome =
  | number
  | { readonly operationId: string; readonly path: unknown; readonly query: unknown; readonly body: unknown };

/** `handleRequest` of openapi-backend as its documentation shows it, with coercion, defaults and the API's security scheme. */
export async function createOracle(): Promise<(sent: Sent) => Promise<DispatchOutcome>> {
  const refuse = (status: number) => () => status;
  const operationIds: string[] = Object.values<Record<string, { operationId?: string }>>(document.paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId }) => operationId ?? []);
  const api = new OpenAPIBackend({
    definition: structuredClone(document),
    strict: true,
    coerceTypes: true,
    ignoreTrailingSlashes: false,
    customizeAjv: (_ajv, options) => addFormats.default(new Ajv({ ...options, useDefaults: true })),
    handlers: {
      ...Object.fromEntries(operationIds.map((operationId) => [operationId, reached])),
      notFound: refuse(404),
      methodNotAllowed: refuse(405),
      validationFail: refuse(400),
      unauthorizedHandler: refuse(403),
    },
    securityHandlers: { accessToken: isPermitted },
  });
  await api.init();
  return ({ method, target, headers, body }) =>
    api.handleRequest({ method, path: target, headers: { ...headers }, ...(body === undefined ? {} : { body }) });
}

function reached({ operation, request, validation }: Context): DispatchOutcome {
  return {
    operationId: operation.operationId ?? "",
    path: validation.coerced.params ?? {},
    query: validation.coerced.query ?? {},
    body: operation.requestBody && request.requestBody,
  };
}

function isPermitted({ request, operation }: Context): boolean {
  const token = /^Bearer (\w+)$/.exec(String(request.headers.authorization))?.[1];
  const isForAdmins = "x-permission" in operation && operation["x-permission"] === "admin";
  return token === "admin" || (token === "member" && !isForAdmins);
}
