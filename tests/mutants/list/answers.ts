import { changeAnswer, changeBody, changeRequestBody, type Mutant, withJson, withoutHeader } from "../mutant.ts";

export const answerMutants: readonly Mutant[] = [
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
