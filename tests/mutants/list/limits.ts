import { body, type Door, insisting, type Json, type Mutant, parse, sending, told, withJson } from "../mutant.ts";

const codePoints = (text: unknown) => [...String(text)].length;

/** A body whose text is a little too long is sent cut, one that is too short is sent padded. */
function stretched(field: string, { most, least = 0 }: { readonly most: number; readonly least?: number }) {
  return sending((given) => {
    const length = codePoints(given?.[field]);
    if (typeof given?.[field] !== "string") return given;
    if (length === most + 1) return { ...given, [field]: [...given[field]].slice(0, most).join("") };
    return length === least - 1 ? { ...given, [field]: `${given[field]}+` } : given;
  });
}

/** Refuses a text by a measure that is not the spec's. */
function measured(field: string, most: number, measure: (text: string) => number): Door {
  return () => async (asked, forward) => {
    const given = parse(asked.body.toString());
    const answer = await forward();
    if (typeof given?.[field] !== "string" || measure(given[field]) <= most || answer.status >= 300) return answer;
    return withJson(answer, { result: "Bad Request", hint: `${field} is too long` }, 400);
  };
}

const withLimit = (query: string, limit: number) => query.replace(/\blimit=[^&]*/, `limit=${limit}`);

export const limitMutants: readonly Mutant[] = [
  {
    name: "post-of-3001",
    breaks: "a post may have 3001 characters",
    operations: ["createPost"],
    door: stretched("content", { most: 3000 }),
  },
  {
    name: "comment-of-999",
    breaks: "a comment may have 999 characters only",
    operations: ["createComment"],
    door: measured("content", 999, codePoints),
  },
  {
    name: "utf-16-lengths",
    breaks: "a post is measured in UTF-16 units",
    operations: ["createPost", "updatePost"],
    door: measured("content", 3000, (text) => text.length),
  },
  {
    name: "lengths-in-bytes",
    breaks: "a bio is measured in bytes",
    operations: ["changeBio"],
    door: measured("bio", 85, (text) => Buffer.byteLength(text)),
  },
  {
    name: "nickname-of-31",
    breaks: "a nickname may have 31 characters",
    operations: ["changeNickname"],
    door: stretched("nickname", { most: 30 }),
  },
  {
    name: "password-of-9",
    breaks: "a password may have 9 characters",
    operations: ["signUp"],
    door: stretched("password", { most: 100, least: 10 }),
  },
  {
    name: "page-of-101",
    breaks: "a page may have 101 items",
    operations: ["listPosts"],
    door: insisting(400, ({ query }) => (query.includes("limit=101") ? { query: withLimit(query, 100) } : undefined)),
  },
  {
    name: "page-of-0",
    breaks: "a page may have no items",
    operations: ["getTimeline"],
    door: insisting(400, ({ query }) => (/limit=0\b/.test(query) ? { query: withLimit(query, 1) } : undefined)),
  },
  {
    name: "default-page-of-10",
    breaks: "a page has 10 items unless told otherwise",
    operations: ["listComments"],
    door: () => (asked, forward) => forward(asked.query === "" ? { query: "limit=10" } : {}),
  },
  {
    name: "reaction-of-type-6",
    breaks: "there is a sixth reaction",
    operations: ["reactToPost"],
    door: sending((given) => (given?.type === 6 ? { ...given, type: 5 } : given)),
  },
  {
    name: "guesses-without-end",
    breaks: "passwords may be guessed without a limit",
    operations: ["logIn"],
    door: told(429, (answer) =>
      withJson(answer, { result: "Unauthorized", hint: "The id or the password is wrong" }, 401),
    ),
  },
  {
    name: "text-trimmed",
    breaks: "white space around a post is lost",
    operations: ["createPost"],
    door: sending((given) =>
      typeof given?.content === "string" && given.content.trim() !== ""
        ? { ...given, content: given.content.trim() }
        : given,
    ),
  },
  {
    name: "text-normalised",
    breaks: "a comment is changed to normal form C",
    operations: ["createComment"],
    door: sending((given) =>
      typeof given?.content === "string" ? { ...given, content: given.content.normalize("NFC") } : given,
    ),
  },
  {
    name: "text-escaped",
    breaks: "a post's < is served as &lt;",
    operations: ["getPost"],
    door: body(200, (post: Json) => ({ ...post, content: post.content.replaceAll("<", "&lt;") })),
  },
];
