/*
 * (2) Fastify 5 and pg, tuned by an expert: JSON schemas for parameters, bodies and responses, so that Ajv validates
 * requests and fast-json-stringify serializes responses; one prepared statement per request; tokens verified with an HMAC
 * and cached; Fastify's logger off. No log, metrics, limits or token revocation.
 */
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { host, readEnvironment } from "./environment.ts";
import * as schemas from "./schemas.ts";
import { createService, type PageQuery, type ServiceResult } from "./service.ts";
import { createVerifier } from "./tokens.ts";
import { forbidden } from "./validation.ts";

declare module "fastify" {
  interface FastifyRequest {
    userId: string;
  }
}

const environment = readEnvironment();
const verify = createVerifier(environment.secret);
const service = createService(environment);
const app = fastify({ logger: false, bodyLimit: 65_536, routerOptions: { ignoreTrailingSlash: false } });

function send(reply: FastifyReply, { status, headers, body }: ServiceResult) {
  if (headers) reply.headers(headers);
  return reply.code(status).send(body);
}

function respond(reply: FastifyReply, result: Promise<ServiceResult>) {
  return result.then((value) => send(reply, value));
}

app.decorateRequest("userId", "");
app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
  const status = error.statusCode ?? 500;
  return reply
    .code(status)
    .send({ result: status < 500 ? "Bad Request" : "Internal Server Error", hint: error.message });
});

const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
  const member = verify(request.headers.authorization);
  if (!member) {
    reply.code(403).send(forbidden(request.method, request.url.split("?")[0] ?? ""));
    return;
  }
  request.userId = member.id;
  done();
};

app.get("/health", () => ({ status: "ok" }));

app.get<{ Querystring: PageQuery }>(
  "/post",
  { onRequest, schema: { querystring: schemas.page, response: { 200: schemas.list(schemas.post) } } },
  (request, reply) => respond(reply, service.listPosts(request.query, request.userId)),
);

app.get<{ Params: { postId: number } }>(
  "/post/:postId",
  { onRequest, schema: { params: schemas.postId, response: { 200: schemas.post } } },
  (request, reply) => respond(reply, service.getPost(request.params.postId, request.userId)),
);

app.get<{ Querystring: PageQuery }>(
  "/timeline",
  { onRequest, schema: { querystring: schemas.page, response: { 200: schemas.list(schemas.post) } } },
  (request, reply) => respond(reply, service.getTimeline(request.userId, "/timeline", request.query, request.userId)),
);

app.get<{ Querystring: PageQuery; Params: { userId: string } }>(
  "/timeline/:userId",
  {
    onRequest,
    schema: { querystring: schemas.page, params: schemas.userId, response: { 200: schemas.list(schemas.post) } },
  },
  (request, reply) => {
    const { userId } = request.params;
    const list = `/timeline/${encodeURIComponent(userId)}`;
    return respond(reply, service.getTimeline(userId, list, request.query, request.userId));
  },
);

app.get<{ Querystring: PageQuery; Params: { postId: number } }>(
  "/post/:postId/comment",
  {
    onRequest,
    schema: { querystring: schemas.page, params: schemas.postId, response: { 200: schemas.list(schemas.comment) } },
  },
  (request, reply) => respond(reply, service.listComments(request.params.postId, request.query, request.userId)),
);

app.get<{ Querystring: PageQuery }>(
  "/notification",
  { onRequest, schema: { querystring: schemas.page, response: { 200: schemas.notifications } } },
  (request, reply) => respond(reply, service.listNotifications(request.query, request.userId)),
);

app.post<{ Body: { content: string } }>(
  "/post",
  { onRequest, schema: { body: schemas.content(3000), response: { 201: schemas.post } } },
  (request, reply) => respond(reply, service.createPost(request.body.content, request.userId)),
);

app.post<{ Body: { content: string }; Params: { postId: number } }>(
  "/post/:postId/comment",
  { onRequest, schema: { body: schemas.content(1000), params: schemas.postId, response: { 201: schemas.comment } } },
  (request, reply) =>
    respond(reply, service.createComment(request.params.postId, request.body.content, request.userId)),
);

app.post<{ Body: { type: number }; Params: { postId: number } }>(
  "/post/:postId/reaction",
  { onRequest, schema: { body: schemas.newReaction, params: schemas.postId, response: { 201: schemas.reaction } } },
  (request, reply) => respond(reply, service.reactToPost(request.params.postId, request.body.type, request.userId)),
);

app.post<{ Body: { id: string; password: string } }>(
  "/auth/login",
  { schema: { body: schemas.credentials, response: { 200: schemas.tokens } } },
  (request, reply) => respond(reply, service.logIn(request.body.id, request.body.password)),
);

await app.listen({ port: environment.port, host });
