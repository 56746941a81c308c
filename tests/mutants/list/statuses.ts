import { changeAnswer, type Mutant, withJson, withoutBody } from "../mutant.ts";

export const statusMutants: readonly Mutant[] = [
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
];
