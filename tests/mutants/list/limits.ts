import {
  type AnyJson,
  changeAnswer,
  changeBody,
  changeRequestBody,
  type InterceptorFactory,
  type Mutant,
  parse,
  retryWith,
  withJson,
} from "../mutant.ts";

const codePoints = (text: unknown) => [...String(text)].length;

/** Truncates a text that is one character too long, and pads one that is one character too short. */
function adjustingLength(field: string, { max, min = 0 }: { readonly max: number; readonly min?: number }) {
  return changeRequestBody((json) => {
    const length = codePoints(json?.[field]);
    if (typeof json?.[field] !== "string") return json;
    if (length === max + 1) return { ...json, [field]: [...json[field]].slice(0, max).join("") };
    return length === min - 1 ? { ...json, [field]: `${json[field]}+` } : json;
  });
}

/** Rejects a text by another measure of length than the spec's. */
function measuringBy(field: string, max: number, measure: (text: string) => number): InterceptorFactory {
  return () => async (request, forward) => {
    const json = parse(request.body.toString());
    const answer = await forward();
    if (typeof json?.[field] !== "string" || measure(json[field]) <= max || answer.status >= 300) return answer;
    return withJson(answer, { result: "Bad Request", hint: `${field} is too long` }, 400);
  };
}

const withLimit = (query: string, limit: number) => query.replace(/\blimit=[^&]*/, `limit=${limit}`);

export const limitMutants: readonly Mutant[] = [
  {
    name: "post-of-3001",
    breaks: "a post may have 3001 characters",
    operations: ["createPost"],
    intercept: adjustingLength("content", { max: 3000 }),
  },
  {
    name: "comment-of-999",
    breaks: "a comment may have 999 characters only",
    operations: ["createComment"],
    intercept: measuringBy("content", 999, codePoints),
  },
  {
    name: "utf-16-lengths",
    breaks: "a post is measuringBy in UTF-16 units",
    operations: ["createPost", "updatePost"],
    intercept: measuringBy("content", 3000, (text) => text.length),
  },
  {
    name: "lengths-in-bytes",
    breaks: "a bio is measuringBy in bytes",
    operations: ["changeBio"],
    intercept: measuringBy("bio", 85, (text) => Buffer.byteLength(text)),
  },
  {
    name: "nickname-of-31",
    breaks: "a nickname may have 31 characters",
    operations: ["changeNickname"],
    intercept: adjustingLength("nickname", { max: 30 }),
  },
  {
    name: "password-of-9",
    breaks: "a password may have 9 characters",
    operations: ["signUp"],
    intercept: adjustingLength("password", { max: 100, min: 10 }),
  },
  {
    name: "page-of-101",
    breaks: "a page may have 101 items",
    operations: ["listPosts"],
    intercept: retryWith(400, ({ query }) =>
      query.includes("limit=101") ? { query: withLimit(query, 100) } : undefined,
    ),
  },
  {
    name: "page-of-0",
    breaks: "a page may have no items",
    operations: ["getTimeline"],
    intercept: retryWith(400, ({ query }) => (/limit=0\b/.test(query) ? { query: withLimit(query, 1) } : undefined)),
  },
  {
    name: "default-page-of-10",
    breaks: "a page has 10 items by default",
    operations: ["listComments"],
    intercept: () => (request, forward) => forward(request.query === "" ? { query: "limit=10" } : {}),
  },
  {
    name: "reaction-of-type-6",
    breaks: "reactions of type 6 are accepted",
    operations: ["reactToPost"],
    intercept: changeRequestBody((json) => (json?.type === 6 ? { ...json, type: 5 } : json)),
  },
  {
    name: "guesses-without-end",
    breaks: "passwords may be guessed without a limit",
    operations: ["logIn"],
    intercept: changeAnswer(429, (answer) =>
      withJson(answer, { result: "Unauthorized", hint: "The id or the password is wrong" }, 401),
    ),
  },
  {
    name: "text-trimmed",
    breaks: "leading and trailing white space of a post is removed",
    operations: ["createPost"],
    intercept: changeRequestBody((json) =>
      typeof json?.content === "string" && json.content.trim() !== ""
        ? { ...json, content: json.content.trim() }
        : json,
    ),
  },
  {
    name: "text-normalised",
    breaks: "a comment is normalized to NFC",
    operations: ["createComment"],
    intercept: changeRequestBody((json) =>
      typeof json?.content === "string" ? { ...json, content: json.content.normalize("NFC") } : json,
    ),
  },
  {
    name: "text-escaped",
    breaks: "a post's < is served as &lt;",
    operations: ["getPost"],
    intercept: changeBody(200, (post: AnyJson) => ({ ...post, content: post.content.replaceAll("<", "&lt;") })),
  },
];
