import { STATUS_CODES } from "node:http";
import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt, without } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import type { AnyRoute } from "../server/http/pipeline/operation.ts";
import { createRouter } from "../server/http/pipeline/router.ts";
import { compileParameters } from "../server/http/request/parameters.ts";
import { plainSchemas, plainType } from "./plain-schemas.ts";

/** The operations that a mock serves, in the form that the dispatcher needs. */
export interface ServedOperations {
  readonly document: JsonObject;
  readonly routes: readonly AnyRoute[];
  /** Operations that are not served, with the reason. */
  readonly skipped: readonly string[];
}

/** The parameter that selects an answer (RFC 7240). */
const prefer = { name: "Prefer", in: "header", schema: { type: "string" } } as const;

/**
 * Adapts any document to the dispatcher: one entry per status, one bearer scheme, `x-permission`, and a `Prefer` parameter.
 * @param document without references to other files
 */
export function servedOperations(document: JsonObject, routes: readonly AnyRoute[]): ServedOperations {
  const plain = plainSchemas(document);
  const skipped: string[] = [];
  const served = routes.flatMap((route) => {
    try {
      const adapted = { ...adaptRoute(plain, route), answers: answersOf(route) };
      compileParameters(adapted);
      createRouter([adapted]);
      return [adapted];
    } catch (error) {
      skipped.push(`${route.operationId}: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  });
  const paths = Object.entries(objectAt(plain, "paths")).map(([path, item]): [string, Json] => [
    path,
    { ...without(isObject(item) ? item : {}, ...methods), ...operationsAt(path, item, served) },
  ]);
  const schemes = { bearer: { type: "http", scheme: "bearer" } };
  const components = { ...objectAt(plain, "components"), securitySchemes: schemes };
  return {
    document: { ...plain, paths: Object.fromEntries(paths), components },
    routes: served,
    skipped,
  };
}

function adaptRoute(document: JsonObject, route: AnyRoute): AnyRoute {
  const { parameters, body, extensions } = route;
  if (body && !body.mediaTypes.map(plainType).includes("application/json")) throw new Error("its body is not JSON");
  const security = requiresBearer(document, route) ? route.security : "none";
  const isOwn = parameters.some(({ name }) => name.toLowerCase() === "prefer");
  // A parameter of several types is read as text. Its schema then validates it.
  const read = parameters.map((each) => (each.type === "unknown" ? { ...each, type: "string" } : each));
  const preferring = {
    name: prefer.name,
    in: prefer.in,
    required: false,
    style: "simple",
    explode: false,
    type: "string",
  };
  return {
    ...route,
    security,
    parameters: isOwn ? read : [...read, preferring],
    body: body && { ...body, mediaTypes: ["application/json"] },
    extensions: { ...extensions, "x-permission": permissionOf(extensions, security) },
  };
}

function permissionOf(extensions: AnyRoute["extensions"], security: AnyRoute["security"]): string {
  const known = ["anyone", "member", "owner", "admin"].find((each) => each === extensions["x-permission"]);
  if (known !== undefined && (known === "anyone" || security === "required")) return known;
  return security === "required" ? "member" : "anyone";
}

/** Whether every security requirement is a bearer token. API keys, cookies and passwords are not checked. */
function requiresBearer(document: JsonObject, { operationId, path, method }: AnyRoute): boolean {
  const operation = objectAt(objectAt(objectAt(document, "paths"), path), method.toLowerCase());
  const requirements = operation.security === undefined ? listAt(document, "security") : listAt(operation, "security");
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  if (stringAt(operation, "operationId") !== operationId) throw new Error("the document does not have it");
  return requirements.every((requirement) =>
    Object.keys(isObject(requirement) ? requirement : {}).every((name) => isBearer(resolve(document, schemes[name]))),
  );
}

function isBearer(scheme: Json | undefined): boolean {
  const type = stringAt(scheme, "type");
  return type === "http"
    ? stringAt(scheme, "scheme")?.toLowerCase() === "bearer"
    : type === "oauth2" || type === "openIdConnect";
}

const allStatuses = Object.keys(STATUS_CODES).filter((status) => Number(status) >= 200);

/** The statuses that a key of `responses` covers, without those that have their own entry. */
function statusesOf(key: string, keys: readonly string[]): readonly string[] {
  if (/^\d{3}$/.test(key)) return [key];
  const others = allStatuses.filter((status) => !keys.includes(status));
  if (key !== "default") return others.filter((status) => status.charAt(0) === key.charAt(0));
  const hasSuccess = keys.some((each) => each.startsWith("2"));
  const inRange = (status: string) => keys.some((each) => each.toUpperCase() === `${status.charAt(0)}XX`);
  return others.filter((status) => !inRange(status) && (status === "200" ? !hasSuccess : status >= "400"));
}

const sent = ["application/json", "application/problem+json", "text/event-stream"];

function answersOf({ answers }: AnyRoute): AnyRoute["answers"] {
  const keys = Object.keys(answers);
  const typesOf = (key: string) => (answers[key] ?? []).map(plainType);
  const success = keys.find((key) => key.startsWith("2")) ?? "";
  const types = typesOf(success);
  if (types.length > 0 && !types.some(isSendable)) throw new Error(`its answer ${success} is ${types.join(" or ")}`);
  return Object.fromEntries(
    keys.flatMap((key) =>
      statusesOf(key, keys).map((status) => [status, typesOf(key).filter((type) => sent.includes(type))]),
    ),
  );
}

/** Whether the dispatcher can send this media type. */
export function isSendable(mediaType: string): boolean {
  return /^[^;]*[/+]json$|^text\/event-stream$/.test(mediaType);
}

function operationsAt(path: string, item: Json, routes: readonly AnyRoute[]): JsonObject {
  const here = routes.filter((route) => route.path === path);
  return Object.fromEntries(
    here.map((route): [string, Json] => {
      const operation = objectAt(item, route.method.toLowerCase());
      const responses = objectAt(operation, "responses");
      const keys = Object.keys(responses);
      const single = keys.flatMap((key) => statusesOf(key, keys).map((status) => [status, responses[key] ?? {}]));
      const asked = { bearer: [] };
      const isOwn = route.parameters.every(({ name }) => name !== prefer.name);
      return [
        route.method.toLowerCase(),
        {
          ...operation,
          parameters: [...listAt(operation, "parameters"), ...(isOwn ? [] : [prefer])],
          responses: Object.fromEntries(single),
          security: route.security === "none" ? [] : route.security === "optional" ? [asked, {}] : [asked],
          "x-permission": permissionOf(route.extensions, route.security),
        },
      ];
    }),
  );
}
