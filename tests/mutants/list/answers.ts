import {
  changeAnswer,
  changeBody,
  changeRequestBody,
  type Mutant,
  withJson,
  withoutBody,
  withoutHeader,
} from "../mutant.ts";

export const answerMutants: readonly Mutant[] = [
  {
    name: "200-for-201",
    breaks: "createPost answers 200",
    operations: ["createPost"],
    intercept: changeAnswer(201, (answer) => ({ ...answer, status: 200 })),
  },
  {
    name: "201-without-change",
    breaks: "reactToComment answers 200",
    operations: ["reactToComment"],
    intercept: changeAnswer(201, (answer) => ({ ...answer, status: 200 })),
  },
  {
    name: "404-for-204",
    breaks: "reading a post that does not exist gets 404",
    operations: ["getPost"],
    intercept: changeAnswer(204, (answer) =>
      withJson(answer, { result: "Not Found", hint: "There is no such post" }, 404),
    ),
  },
  {
    name: "204-for-404",
    breaks: "deleting a post that does not exist gets 204",
    operations: ["deletePost"],
    intercept: changeAnswer(404, (answer) => withoutBody(answer, 204)),
  },
  {
    name: "401-for-403",
    breaks: "a missing token gets 401",
    operations: ["getMe"],
    intercept: changeAnswer(403, (answer) => withJson(answer, { result: "Unauthorized", hint: "Log in first" }, 401)),
  },
  {
    name: "404-for-400",
    breaks: "commenting on a deleted post gets 404",
    operations: ["createComment"],
    intercept: changeAnswer(400, (answer) =>
      answer.body.includes("deleted")
        ? withJson(answer, { result: "Not Found", hint: "The post was deleted" }, 404)
        : answer,
    ),
  },
  {
    name: "422-for-400",
    breaks: "an invalid request gets 422",
    operations: ["changeBio"],
    intercept: changeAnswer(400, (answer) => ({ ...answer, status: 422 })),
  },
  {
    name: "204-with-length",
    breaks: "a 204 has a Content-Length",
    operations: ["getUser"],
    intercept: changeAnswer(204, (answer) => ({ ...answer, headers: { ...answer.headers, "content-length": "0" } })),
  },
  {
    name: "204-with-body",
    breaks: "a 204 is followed by bytes",
    operations: ["getPost"],
    intercept: changeAnswer(204, (answer, { headers }) => ({
      ...answer,
      raw:
        `HTTP/1.1 204 No Content\r\nX-Request-Id: ${headers["x-request-id"] ?? "mutant-1"}\r\n` +
        "Connection: close\r\n\r\n{}",
    })),
  },
  {
    name: "empty-list-for-204",
    breaks: "without notifications the answer is an empty list",
    operations: ["listNotifications"],
    intercept: changeAnswer(204, (answer) => withJson(answer, { items: [], nextCursor: null, unreadCount: 0 }, 200)),
  },
  {
    name: "204-for-empty-list",
    breaks: "a post without comments gets 204 instead of an empty page",
    operations: ["listComments"],
    intercept: changeAnswer(200, (answer) => (answer.body.includes('"items":[]') ? withoutBody(answer, 204) : answer)),
  },
  {
    name: "no-location",
    breaks: "createComment sends no Location",
    operations: ["createComment"],
    intercept: changeAnswer(201, (answer) => withoutHeader(answer, "location")),
  },
  {
    name: "wrong-location",
    breaks: "Location is a wrong path",
    operations: ["signUp"],
    intercept: changeAnswer(201, (answer) => ({
      ...answer,
      headers: { ...answer.headers, location: String(answer.headers.location).replace("/user/", "/users/") },
    })),
  },
  {
    name: "no-challenge",
    breaks: "a 403 for a missing token has no WWW-Authenticate",
    operations: ["getTimeline"],
    intercept: changeAnswer(403, (answer) => withoutHeader(answer, "www-authenticate")),
  },
  {
    name: "challenge-for-good-tokens",
    breaks: "a 403 has a challenge although the token is valid",
    operations: ["updatePost"],
    intercept: changeAnswer(403, (answer) => ({
      ...answer,
      headers: { ...answer.headers, "www-authenticate": 'Bearer error="invalid_token"' },
    })),
  },
  {
    name: "no-retry-after",
    breaks: "a 429 does not say when to try again",
    operations: ["logIn"],
    intercept: changeAnswer(429, (answer) => withoutHeader(answer, "retry-after")),
  },
  {
    name: "no-allow",
    breaks: "a 405 has no Allow header",
    operations: [],
    intercept: changeAnswer(405, (answer) => withoutHeader(answer, "allow")),
  },
  {
    name: "no-request-id",
    breaks: "an answer has no X-Request-Id",
    operations: ["deleteComment"],
    intercept: changeAnswer(404, (answer) => withoutHeader(answer, "x-request-id")),
  },
  {
    name: "request-id-ignored",
    breaks: "the client's X-Request-Id is ignored",
    operations: ["getHealth"],
    intercept: changeAnswer(200, (answer) => ({
      ...answer,
      headers: { ...answer.headers, "x-request-id": "always-this-one" },
    })),
  },
  {
    name: "errors-as-html",
    breaks: "an error has the media type text/html",
    operations: ["reactToPost"],
    intercept: changeAnswer(404, (answer) => ({
      ...answer,
      headers: { ...answer.headers, "content-type": "text/html; charset=utf-8" },
    })),
  },
  {
    name: "no-problem-details",
    breaks: "problem details are never sent",
    operations: ["listPosts"],
    intercept: () => (request, forward) => forward({ headers: { ...request.headers, accept: "application/json" } }),
  },
  {
    name: "no-head",
    breaks: "HEAD requests fail",
    operations: ["getPost"],
    interceptsHead: true,
    intercept: () => async (request, forward) =>
      forward(request.method === "HEAD" ? { method: "GET", path: `${request.path}/nothing` } : {}),
  },
  {
    name: "hash-served",
    breaks: "a password hash is returned",
    operations: ["getUser"],
    intercept: changeBody(200, (user) => ({ ...user, passwordHash: "pbkdf2:sha256:1000$abc$def" })),
  },
  {
    name: "password-echoed",
    breaks: "a 400 repeats the password",
    operations: ["signUp"],
    intercept: () => async (request, forward) => {
      const answer = await forward();
      if (answer.status !== 400) return answer;
      const { result, hint } = JSON.parse(answer.body.toString());
      return withJson(answer, { result, hint: `${hint}: ${request.body.toString()}` });
    },
  },
  {
    name: "property-missing",
    breaks: "a changed post lacks updatedAt",
    operations: ["updatePost"],
    intercept: changeBody(200, ({ updatedAt: _, ...post }) => post),
  },
  {
    name: "null-left-out",
    breaks: "a nickname that is null is left out",
    operations: ["getUser"],
    intercept: changeBody(200, ({ nickname, ...user }) => (nickname === null ? user : { nickname, ...user })),
  },
  {
    name: "times-without-milliseconds",
    breaks: "times have whole seconds",
    operations: ["getUser"],
    intercept: changeBody(200, (user) => ({ ...user, createdAt: user.createdAt.replace(/\.\d{3}Z$/, "Z") })),
  },
  {
    name: "ids-as-text",
    breaks: "the id of a comment is a string",
    operations: ["updateComment"],
    intercept: changeBody(200, (comment) => ({ ...comment, id: String(comment.id) })),
  },
  {
    name: "hint-with-query",
    breaks: "the hint of a 403 has the query too",
    operations: ["listPosts"],
    intercept: changeAnswer(403, (answer, { path, query }) =>
      withJson(answer, {
        result: "Forbidden",
        hint: `You have not permission for 'GET ${path}${query === "" ? "" : `?${query}`}'`,
      }),
    ),
  },
  {
    name: "hint-in-small-letters",
    breaks: "the hint of a 403 has the method in lower case",
    operations: ["deletePost"],
    intercept: changeBody(403, ({ result, hint }) => ({ result, hint: hint?.replace("DELETE", "delete") })),
  },
  {
    name: "hint-without-field",
    breaks: "a 400 does not say what is wrong",
    operations: ["changeNickname"],
    intercept: changeBody(400, ({ result }) => ({ result, hint: "The request is wrong" })),
  },
  {
    name: "malformed-json-breaks",
    breaks: "invalid JSON gets 500",
    operations: ["createComment"],
    intercept: () => async (_request, forward) => {
      const answer = await forward();
      if (answer.status !== 400 || !answer.body.includes("JSON")) return answer;
      return withJson(answer, { result: "Internal Server Error", hint: "SyntaxError" }, 500);
    },
  },
  {
    name: "not-ready-with-200",
    breaks: "getReadiness does not name the database",
    operations: ["getReadiness"],
    intercept: changeBody(200, ({ status }) => ({ status })),
  },
  {
    name: "put-for-patch",
    breaks: "an absent nickname clears it",
    operations: ["changeNickname"],
    intercept: changeRequestBody((json) =>
      typeof json === "object" && !("nickname" in Object(json)) ? { nickname: null } : json,
    ),
  },
  {
    name: "any-id-is-free",
    breaks: "a taken id is reported as available",
    operations: ["checkUserId"],
    intercept: changeAnswer(409, (answer, { pathValues }) =>
      withJson(answer, { id: pathValues.userId, available: true }, 200),
    ),
  },
];
