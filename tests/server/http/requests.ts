import fc from "fast-check";
import { routes } from "../../../generated/operations.ts";
import type { Sent } from "./oracle.ts";

type Route = (typeof routes)[number];

const ids = ["14", "1", "9007199254740991", "0", "-1", "9007199254740992", "1.5", "x", "null"];

/** Texts for each parameter, a valid one first. */
const texts: Readonly<Record<string, readonly string[]>> = {
  userId: ["ada.lovelace", "ad%61.lovelace", "a%2Fda", "me", "abc", "a@b+c-d_e", "x".repeat(50), "x".repeat(51)],
  postId: ids,
  commentId: ids,
  notificationId: ids,
  limit: ["20", "1", "100", "0", "101", "-1", "2.5", "ten", ""],
  cursor: ["abc", "A-Z_9", "a%2Db", "a+b", "%zz", "", "x".repeat(200), "x".repeat(201)],
  type: ["1", "5", "0", "6", "like", ""],
  unread: ["true", "false", "TRUE", "1", "0", ""],
  timeZone: ["UTC", "Asia/Seoul", "Asia%2FSeoul", "Etc/GMT%2B5", "Etc/GMT+5", "9", ""],
};

/** Values for each property of a body, a valid one first. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  id: ["ada.lovelace", "abc", 7],
  password: ["an engine of cogs", "short", "x".repeat(101), null],
  currentPassword: ["an engine of cogs", ""],
  newPassword: ["a better engine", "short", "\u{1F600}".repeat(100), "\u{1F600}".repeat(101)],
  name: ["Ada", "A", "\u{1F600}".repeat(16), "A".repeat(17), "A\u0000"],
  nickname: ["Countess", null, "", "A".repeat(31)],
  bio: ["Writes.", null, "", "A".repeat(86), "\ud800"],
  content: ["Hello", "", "\u{1F600}".repeat(1000), "A".repeat(3000), "A".repeat(3001), null, ["Hello"]],
  refreshToken: ["x".repeat(43), "x".repeat(42), "="],
  type: [2, 5, 0, 6, 1.5, "1", null],
  upTo: [1, 0, 9007199254740991, "1"],
  unknown: [1],
};

const bodies: Readonly<Record<string, readonly string[]>> = {
  signUp: ["id", "password", "name", "nickname", "bio"],
  logIn: ["id", "password"],
  refreshToken: ["refreshToken"],
  logOut: ["refreshToken"],
  changePassword: ["currentPassword", "newPassword"],
  changeNickname: ["nickname"],
  changeBio: ["bio"],
  createPost: ["content"],
  updatePost: ["content"],
  createComment: ["content"],
  updateComment: ["content"],
  reactToPost: ["type"],
  reactToComment: ["type"],
  readNotifications: ["upTo"],
};

function mostly<T>(valid: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: valid }, { weight: 1, arbitrary: unusual });
}

function pick<T>(pool: readonly T[]): fc.Arbitrary<T> {
  return mostly(fc.constantFrom(...pool.slice(0, 1)), fc.constantFrom(...pool));
}

/** A request that an operation accepts, or that differs from such a request in one or two parts. */
function requestFor(route: Route): fc.Arbitrary<Sent> {
  return fc
    .record({
      method: mostly(fc.constant(route.method), fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE")),
      target: fc.tuple(path(route), query(route)).map((parts) => parts.join("")),
      headers: headers(route),
      body: route.body ? body(bodies[route.operationId] ?? []) : fc.constant(undefined),
    })
    .map(({ body: text, ...rest }) => (text === undefined ? rest : { ...rest, body: text }));
}

function path(route: Route): fc.Arbitrary<string> {
  const segments = route.path
    .split("/")
    .slice(1)
    .map((segment) => {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      return name === undefined ? mostly(fc.constant(segment), fc.constant("14")) : pick(texts[name] ?? []);
    });
  return mostly(
    fc.tuple(...segments).map((parts) => `/${parts.join("/")}`),
    fc.constantFrom("/", "//", "/nothing", "/post/", "/post//comment", "/user/me/", "/POST", "/post/14/comment/"),
  );
}

function query({ parameters }: Route): fc.Arbitrary<string> {
  const names = parameters.flatMap((parameter) => (parameter.in === "query" ? [parameter.name] : []));
  const valid = fc
    .subarray(names)
    .chain((chosen) => fc.tuple(...chosen.map((name) => pick(texts[name] ?? []).map((text) => `${name}=${text}`))));
  const unusual = fc.array(fc.constantFrom("limit=1", "limit=2", "cursor=abc", "page=1", "", "limit", "limit%20=1"), {
    maxLength: 3,
  });
  return mostly(valid, unusual).map((pairs) => (pairs.length === 0 ? "" : `?${pairs.join("&")}`));
}

function headers(route: Route): fc.Arbitrary<Record<string, string>> {
  const isForAdmins = route.extensions["x-permission"] === "admin";
  const tokens = [
    isForAdmins ? "Bearer admin" : "Bearer member",
    "Bearer admin",
    "Bearer member",
    "Bearer nobody",
    "Basic YQ==",
    "",
  ];
  return pick(tokens).map((token) => ({
    ...(token === "" ? {} : { authorization: token }),
    ...(route.body ? { "content-type": "application/json" } : {}),
  }));
}

function body(properties: readonly string[]): fc.Arbitrary<string | undefined> {
  const object = mostly(fc.constant([...properties]), fc.subarray([...properties, "content", "unknown"])).chain(
    (names) => fc.tuple(...names.map((name) => pick(values[name] ?? []).map((value) => [name, value] as const))),
  );
  return mostly<string | undefined>(
    object.map((entries) => JSON.stringify(Object.fromEntries(entries))),
    fc.constantFrom(undefined, "[]", "null", '"x"', "7", "{", "{}", '{"content":}'),
  );
}

export const requests: fc.Arbitrary<Sent> = fc.constantFrom(...routes).chain(requestFor);
