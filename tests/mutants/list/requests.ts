import { insisting, type Json, type Mutant, parse, sending } from "../mutant.ts";

const keep = (given: Json, names: readonly string[]) =>
  given && typeof given === "object" && !Array.isArray(given)
    ? Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)))
    : given;

/** Changes every text in a body. */
const texts = (change: (text: string) => string) =>
  sending((given) =>
    JSON.parse(JSON.stringify(given), (_, value) => (typeof value === "string" ? change(value) : value)),
  );

export const requestMutants: readonly Mutant[] = [
  {
    name: "unknown-properties",
    breaks: "properties that nobody knows are ignored",
    operations: ["createPost"],
    door: sending((given) => keep(given, ["content"])),
  },
  {
    name: "admin-by-sign-up",
    breaks: "a newcomer may call themselves an admin",
    operations: ["signUp"],
    door: sending((given) => keep(given, ["id", "password", "name", "nickname", "bio"])),
  },
  {
    name: "unknown-parameters",
    breaks: "query parameters that nobody knows are ignored",
    operations: ["getPost"],
    door: () => (_asked, forward) => forward({ query: "" }),
  },
  {
    name: "parameters-twice",
    breaks: "of a query parameter that is given twice the first one counts",
    operations: ["listComments"],
    door: () => (asked, forward) => {
      const seen = new Set<string>();
      const first = asked.query.split("&").filter((part) => {
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
    breaks: "of a property that is given twice the last one counts",
    operations: ["updatePost"],
    door: insisting(400, ({ body }) => {
      const given = parse(body.toString());
      return given === undefined ? undefined : { body: Buffer.from(JSON.stringify(given)) };
    }),
  },
  {
    name: "zero-characters",
    breaks: "text may have U+0000",
    operations: ["createComment"],
    door: texts((text) => text.replaceAll("\0", "?")),
  },
  {
    name: "lone-surrogates",
    breaks: "text may have half a character",
    operations: ["changeBio"],
    door: texts((text) => Buffer.from(text, "utf8").toString()),
  },
  {
    name: "bad-utf-8",
    breaks: "bytes that are no UTF-8 become question marks",
    operations: ["createPost"],
    door: () => (asked, forward) => forward({ body: Buffer.from(asked.body.toString("utf8")) }),
  },
  {
    name: "any-media-type",
    breaks: "a body of any media type is read as JSON",
    operations: ["updateComment"],
    door: () => (asked, forward) => forward({ headers: { ...asked.headers, "content-type": "application/json" } }),
  },
  {
    name: "numbers-as-text",
    breaks: "a number may be given as a text",
    operations: ["reactToComment"],
    door: sending((given) =>
      typeof given?.type === "string" ? { ...given, type: Number(given.type) || given.type } : given,
    ),
  },
  {
    name: "fractions-cut",
    breaks: "a reaction of type 1.5 counts as 1",
    operations: ["reactToPost"],
    door: sending((given) => (typeof given?.type === "number" ? { ...given, type: Math.trunc(given.type) } : given)),
  },
  {
    name: "null-for-empty",
    breaks: "an empty nickname clears it",
    operations: ["changeNickname"],
    door: sending((given) => (given?.nickname === "" ? { nickname: null } : given)),
  },
  {
    name: "comments-in-json",
    breaks: "a body may have a comma too many",
    operations: ["createPost"],
    door: insisting(400, ({ body }) => {
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
    door: insisting(413, ({ body }) => ({ body: Buffer.from(body.toString().trim().slice(0, 1000)) })),
  },
];
