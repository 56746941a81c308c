import { type AnyJson, changeRequestBody, type Mutant, parse, retryWith } from "../mutant.ts";

const keep = (json: AnyJson, names: readonly string[]) =>
  json && typeof json === "object" && !Array.isArray(json)
    ? Object.fromEntries(Object.entries(json).filter(([name]) => names.includes(name)))
    : json;

/** Changes every string in a body. */
const texts = (change: (text: string) => string) =>
  changeRequestBody((json) =>
    JSON.parse(JSON.stringify(json), (_, value) => (typeof value === "string" ? change(value) : value)),
  );

export const requestMutants: readonly Mutant[] = [
  {
    name: "unknown-properties",
    breaks: "unknown properties are ignored",
    operations: ["createPost"],
    intercept: changeRequestBody((json) => keep(json, ["content"])),
  },
  {
    name: "admin-by-sign-up",
    breaks: "isAdmin in a sign-up is ignored instead of rejected",
    operations: ["signUp"],
    intercept: changeRequestBody((json) => keep(json, ["id", "password", "name", "nickname", "bio"])),
  },
  {
    name: "unknown-parameters",
    breaks: "unknown query parameters are ignored",
    operations: ["getPost"],
    intercept: () => (_request, forward) => forward({ query: "" }),
  },
  {
    name: "parameters-twice",
    breaks: "the first of two values of a query parameter is used",
    operations: ["listComments"],
    intercept: () => (request, forward) => {
      const seen = new Set<string>();
      const first = request.query.split("&").filter((part) => {
        const name = part.split("=")[0] ?? "";
        if (seen.has(name)) return false;
        seen.add(name);
        return true;
      });
      return forward({ query: first.join("&") });
    },
  },
  {
    name: "properties-twice",
    breaks: "the last of two values of a property is used",
    operations: ["updatePost"],
    intercept: retryWith(400, ({ body }) => {
      const json = parse(body.toString());
      return json === undefined ? undefined : { body: Buffer.from(JSON.stringify(json)) };
    }),
  },
  {
    name: "zero-characters",
    breaks: "U+0000 is accepted in text",
    operations: ["createComment"],
    intercept: texts((text) => text.replaceAll("\0", "?")),
  },
  {
    name: "lone-surrogates",
    breaks: "lone surrogates are accepted in text",
    operations: ["changeBio"],
    intercept: texts((text) => Buffer.from(text, "utf8").toString()),
  },
  {
    name: "bad-utf-8",
    breaks: "invalid UTF-8 is replaced instead of rejected",
    operations: ["createPost"],
    intercept: () => (request, forward) => forward({ body: Buffer.from(request.body.toString("utf8")) }),
  },
  {
    name: "any-media-type",
    breaks: "a body of any media type is read as JSON",
    operations: ["updateComment"],
    intercept: () => (request, forward) =>
      forward({ headers: { ...request.headers, "content-type": "application/json" } }),
  },
  {
    name: "numbers-as-text",
    breaks: "a number is accepted as a string",
    operations: ["reactToComment"],
    intercept: changeRequestBody((json) =>
      typeof json?.type === "string" ? { ...json, type: Number(json.type) || json.type } : json,
    ),
  },
  {
    name: "fractions-cut",
    breaks: "a reaction of type 1.5 counts as 1",
    operations: ["reactToPost"],
    intercept: changeRequestBody((json) =>
      typeof json?.type === "number" ? { ...json, type: Math.trunc(json.type) } : json,
    ),
  },
  {
    name: "null-for-empty",
    breaks: "an empty nickname clears it",
    operations: ["changeNickname"],
    intercept: changeRequestBody((json) => (json?.nickname === "" ? { nickname: null } : json)),
  },
  {
    name: "comments-in-json",
    breaks: "a trailing comma is accepted",
    operations: ["createPost"],
    intercept: retryWith(400, ({ body }) => {
      const text = body.toString().replace(/,\s*\}/, "}");
      return parse(text) === undefined || parse(body.toString()) !== undefined
        ? undefined
        : { body: Buffer.from(text) };
    }),
  },
  {
    name: "any-size",
    breaks: "a body may be of any size",
    operations: ["createComment"],
    intercept: retryWith(413, ({ body }) => ({ body: Buffer.from(body.toString().trim().slice(0, 1000)) })),
  },
];
