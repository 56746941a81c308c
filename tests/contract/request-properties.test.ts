import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { isArray, isObject, type Json, type JsonObject, objectAt, stringAt } from "../../src/openapi/json.ts";
import { resolve } from "../../src/openapi/pointer.ts";
import { isMethod } from "../../src/openapi/shape.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { type Api, startApi } from "../support/api.ts";

/*
 * Every property of a JSON request body must have an effect. A property that a handler ignores compiles and gets 2xx. So each
 * is sent with a value that occurs nowhere else, and a later read must have it under the same name or a listed one.
 */

/** The properties that no read can show, by operation, and where their effect is tested instead. */
const unreadable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  signUp: { password: "secret; each test that logs in" },
  logIn: { id: "chooses the account; rules of session", password: "secret; rules of session" },
  refreshToken: { refreshToken: "secret; rules of session" },
  logOut: { refreshToken: "secret; rules of session" },
  changePassword: { currentPassword: "secret; rules of account", newPassword: "secret; rules of account" },
  readNotifications: { upTo: "chooses notifications; rules of notification" },
};

/** The properties that a read has under another name. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  reactToComment: { type: "myReaction" },
};

interface Writer {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly properties: JsonObject;
}

const document: JsonObject = JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8"));
const writers = writersIn(document);

test("only existing properties are listed", () => {
  const entries = [...Object.entries(unreadable), ...Object.entries(otherNames)];
  const listed = entries.flatMap(([id, names]) => Object.keys(names).map((name) => `${id}.${name}`));
  const existing = writers.flatMap(({ operationId, properties }) =>
    Object.keys(properties).map((name) => `${operationId}.${name}`),
  );
  assert.deepEqual(
    listed.filter((name) => !existing.includes(name)),
    [],
  );
});

test("a read shows every property of every request body", async (t) => {
  const api = await startApi({}, t);
  for (const writer of writers) {
    const readable = Object.keys(writer.properties).filter((name) => !isListed(writer.operationId, name));
    if (readable.length === 0) continue;
    await t.test(writer.operationId, async () => {
      // Two rounds, so that a constant is not taken for the value that was sent.
      for (let round = 0; round < 2; round++) {
        const { body, read } = await writeAndRead(api, writer);
        const ignored = readable.filter(
          (name) => !contains(read, otherNames[writer.operationId]?.[name] ?? name, body[name] ?? null),
        );
        assert.deepEqual(ignored, [], `${writer.operationId} ignores these: a read has ${JSON.stringify(read)}`);
      }
    });
  }
});

function isListed(operationId: string, name: string): boolean {
  return unreadable[operationId]?.[name] !== undefined;
}

async function writeAndRead(api: Api, { method, path, properties }: Writer) {
  const [member] = await api.members(1);
  const headers = { authorization: `Bearer ${member.token}`, "content-type": "application/json" };
  const send = async (sentMethod: string, sentPath: string, body?: JsonObject) => {
    const init = { method: sentMethod, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${api.baseUrl}${sentPath}`, init);
    const text = await response.text();
    assert.ok(response.ok, `${sentMethod} ${sentPath} answered ${response.status}: ${text}`);
    return { location: response.headers.get("location"), content: text === "" ? null : (JSON.parse(text) as Json) };
  };
  const idOf = ({ content }: { readonly content: Json }) => String(isObject(content) ? content.id : undefined);
  const postId = idOf(await send("POST", "/post", { content: "A post" }));
  const commentId = idOf(await send("POST", `/post/${postId}/comment`, { content: "A comment" }));
  const ids: Readonly<Record<string, string>> = { postId, commentId, userId: member.id };

  const concrete = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Add a resource for the path parameter ${name} to this test`);
    return id;
  });
  const body = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, uniqueValue(name, schema)]),
  );
  const { location } = await send(method, concrete, body);
  return { body, read: (await send("GET", readPathFor(location ?? concrete))).content };
}

/** The path itself or the nearest path above it that has a GET: the resource or its collection. */
function readPathFor(path: string): string {
  const templates = Object.entries(objectAt(document, "paths")).filter(([, item]) => isObject(item) && "get" in item);
  for (let prefix = path; prefix !== ""; prefix = prefix.slice(0, prefix.lastIndexOf("/"))) {
    const isRead = ([template]: readonly [string, Json]) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(prefix);
    if (templates.some(isRead)) return prefix;
  }
  throw new Error(`No GET shows what was written to ${path}`);
}

/** A valid value that nothing else in the database has, as far as the schema allows. */
function uniqueValue(name: string, node: Json): Json {
  const schema = resolve(document, node);
  const number = (key: string, otherwise: number) =>
    isObject(schema) && typeof schema[key] === "number" ? schema[key] : otherwise;
  const choices = isObject(schema) ? schema.enum : undefined;
  if (isArray(choices)) return choices[randomInt(choices.length)] ?? null;
  switch (stringAt(schema, "type")) {
    case "string": {
      const text = `v${randomInt(2 ** 40).toString(36)}`;
      return text.padEnd(number("minLength", 0), "x").slice(0, number("maxLength", text.length));
    }
    case "integer":
      return randomInt(number("minimum", 0), Math.min(number("maximum", 1e9), 1e9) + 1);
    default:
      throw new Error(`Make a value for ${name} here: ${JSON.stringify(schema)}`);
  }
}

/** Whether an object at any depth has a property with this value. */
function contains(node: Json, name: string, value: Json): boolean {
  if (isArray(node)) return node.some((item) => contains(item, name, value));
  if (!isObject(node)) return false;
  return (
    (Object.hasOwn(node, name) && JSON.stringify(node[name]) === JSON.stringify(value)) ||
    Object.values(node).some((child) => contains(child, name, value))
  );
}

function writersIn(openapi: JsonObject): readonly Writer[] {
  return Object.entries(objectAt(openapi, "paths")).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([method, operation]): Writer[] => {
      if (!isMethod(method) || !isObject(operation) || operation.requestBody === undefined) return [];
      const body = resolve(openapi, operation.requestBody) ?? null;
      const schema = resolve(openapi, objectAt(objectAt(body, "content"), "application/json").schema) ?? null;
      const operationId = stringAt(operation, "operationId") ?? "";
      return [{ operationId, method: method.toUpperCase(), path, properties: objectAt(schema, "properties") }];
    }),
  );
}
