/*
 * (3) Express 5 and openapi-backend as in its documentation: `handleRequest` behind `express.json()`, all of minifb's
 * openapi.yaml, and a security handler that verifies with jsonwebtoken. The same prepared statements on pg as in (1) and
 * (2). Express's ETag and X-Powered-By are off, and the key is a KeyObject, since jsonwebtoken takes forty times as long
 * with a string. No log, metrics, limits or token revocation.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ajvFormats from "ajv-formats";
import express, { type Request, type Response } from "express";
import jwt from "jsonwebtoken";
import { type Context, OpenAPIBackend } from "openapi-backend";
import { packageRoot } from "../../../src/util/package-root.ts";
import { host, readEnvironment } from "./environment.ts";
import { createService, type ServiceResult } from "./service.ts";
import { forbidden } from "./validation.ts";

const environment = readEnvironment();
const service = createService(environment);

function send(response: Response, { status, headers = {}, body }: ServiceResult): void {
  response.status(status).set(headers);
  if (body === undefined) response.end();
  else response.json(body);
}

type Handler = (context: Context, userId: string) => Promise<ServiceResult>;

const handler = (handle: Handler) => async (context: Context, _request: Request, response: Response) => {
  const userId = context.security?.accessToken?.sub ?? "";
  send(response, await handle(context, userId));
};

const page = ({ request: { query } }: Context) => ({
  ...(query.limit === undefined ? {} : { limit: Number(query.limit) }),
  ...(typeof query.cursor === "string" ? { cursor: query.cursor } : {}),
});
const parameter = ({ request }: Context, name: string) => String(request.params[name]);
const postId = (context: Context) => Number(parameter(context, "postId"));

const api = new OpenAPIBackend({
  definition: JSON.parse(readFileSync(join(packageRoot, "generated/openapi.json"), "utf8")),
  strict: true,
  coerceTypes: true,
  ajvOpts: { unicodeRegExp: true, strict: false },
  customizeAjv: (ajv) => {
    ajvFormats.default(ajv);
    return ajv;
  },
  handlers: {
    listPosts: handler((context, userId) => service.listPosts(page(context), userId)),
    getPost: handler((context, userId) => service.getPost(postId(context), userId)),
    getMyTimeline: handler((context, userId) => service.getTimeline(userId, "/timeline", page(context), userId)),
    getTimeline: handler((context, userId) => {
      const owner = parameter(context, "userId");
      return service.getTimeline(owner, `/timeline/${encodeURIComponent(owner)}`, page(context), userId);
    }),
    listComments: handler((context, userId) => service.listComments(postId(context), page(context), userId)),
    listNotifications: handler((context, userId) => service.listNotifications(page(context), userId)),
    createPost: handler((context, userId) => service.createPost(context.request.requestBody.content, userId)),
    createComment: handler((context, userId) =>
      service.createComment(postId(context), context.request.requestBody.content, userId),
    ),
    reactToPost: handler((context, userId) =>
      service.reactToPost(postId(context), context.request.requestBody.type, userId),
    ),
    logIn: handler(({ request }) => service.logIn(request.requestBody.id, request.requestBody.password)),
    getHealth: handler(async () => ({ status: 200, body: { status: "ok" } })),
    validationFail: async ({ validation }: Context, _request: Request, response: Response) =>
      send(response, { status: 400, body: { result: "Bad Request", hint: JSON.stringify(validation.errors) } }),
    unauthorizedHandler: async (_context: Context, request: Request, response: Response) =>
      send(response, { status: 403, body: forbidden(request.method, request.path) }),
    notFound: async (_context: Context, _request: Request, response: Response) =>
      send(response, { status: 404, body: { result: "Not Found", hint: "There is nothing" } }),
    methodNotAllowed: async (_context: Context, _request: Request, response: Response) =>
      send(response, { status: 405, body: { result: "Method Not Allowed", hint: "Not that way" } }),
    notImplemented: async (_context: Context, _request: Request, response: Response) =>
      send(response, { status: 501, body: { result: "Not Implemented", hint: "The benchmark does not ask for it" } }),
  },
  securityHandlers: {
    accessToken: ({ request }: Context) => {
      const { authorization } = request.headers;
      if (typeof authorization !== "string" || !authorization.startsWith("Bearer ")) return false;
      try {
        return jwt.verify(authorization.slice(7), environment.secret, {
          algorithms: ["HS256"],
          issuer: "minifb",
          audience: "minifb",
        });
      } catch {
        return false;
      }
    },
  },
});
await api.init();

const app = express();
app.disable("x-powered-by").disable("etag");
app.use(express.json({ limit: "64kb" }));
app.use((request, response) =>
  api.handleRequest(
    {
      method: request.method,
      path: request.path,
      query: toQuery(request.query),
      body: request.body,
      headers: toHeaders(request.headers),
    },
    request,
    response,
  ),
);
app.listen(environment.port, host);

function toQuery(query: Request["query"]): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

function toHeaders(headers: Request["headers"]): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? ""]));
}
