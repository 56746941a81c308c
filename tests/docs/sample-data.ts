import assert from "node:assert/strict";
import { type DocumentedOperation, operationsOf } from "../../src/docs/operations.ts";
import { type Sample, sampleOrigin, samplesOf } from "../../src/docs/samples.ts";
import { type Api, startApi } from "../support/api.ts";
import { spec } from "../support/spec.ts";

const operations = operationsOf(JSON.parse(JSON.stringify(spec.document)));
const logIn = operations.find(({ id }) => id === "logIn");

export function samples(label: Sample["label"]): readonly (readonly [DocumentedOperation, source: string])[] {
  return operations.map((operation) => {
    const found = samplesOf(operation, logIn?.example.body ?? null).find((sample) => sample.label === label);
    assert.ok(found);
    return [operation, found.source];
  });
}

/** Operations whose samples run on an empty database, in this order. */
export const early = ["getHealth", "getReadiness", "checkUserId", "signUp", "logIn"];

/** Operations that end or replace the login of the examples. They run last, in this order. */
const sessionOperations = ["refreshToken", "logOut", "changePassword", "issueTemporaryPassword"];

/** Path parameters whose example values `settle` makes. */
const knownParameters = ["userId", "postId", "commentId", "notificationId"];

const writeOrder = ["POST", "PUT", "PATCH", "GET", "DELETE"];

/**
 * Operations whose samples run after `settle`: creations first, deletions last and from the deepest path on. The refresh
 * token of the examples does not exist, so only the TypeScript client can refresh and log out. It then logs in with a
 * password that is about to change, so a temporary password is only issued in the other languages.
 */
export function late(label: Sample["label"]): readonly string[] {
  const excluded = label === "TypeScript" ? ["issueTemporaryPassword"] : ["refreshToken", "logOut"];
  const runnable = operations.filter(
    ({ id, answer, path }) =>
      ![...early, ...sessionOperations].includes(id) &&
      answer !== "events" &&
      [...path.matchAll(/\{(\w+)\}/g)].every(([, name = ""]) => knownParameters.includes(name)),
  );
  const ordered = runnable.toSorted(
    (a, b) =>
      writeOrder.indexOf(a.method) - writeOrder.indexOf(b.method) ||
      (a.method === "DELETE" ? b.path.length - a.path.length : 0),
  );
  return [...ordered.map(({ id }) => id), ...sessionOperations.filter((id) => !excluded.includes(id))];
}

/** An address of its own for each language, since the samples change what is there. */
export async function sampleServer(label: Sample["label"]) {
  const api = await startApi();
  const all = new Map(samples(label).map(([{ id }, source]) => [id, source]));
  const source = (id: string) => all.get(id)?.replaceAll(sampleOrigin, api.baseUrl) ?? assert.fail(id);
  return { api, source };
}

/** Makes what the examples of the document speak of: a post 14 with a comment 52 of a member who has a notification 31. */
export async function settle({ anyone, as, members, control }: Api): Promise<string> {
  await control.grantAdmin("ada.lovelace");
  const body = { id: "ada.lovelace", password: "an engine of cogs" };
  const { accessToken } = (await anyone.call("logIn", 200, { body })).body;
  const ada = as(accessToken);
  const [bob] = await members(1);
  for (let id = 1; id <= 14; id++) await ada.call("createPost", 201, { body: { content: `Post ${id}` } });
  const path = { postId: 14 };
  for (let id = 1; id <= 51; id++) await bob.call("createComment", 201, { path, body: { content: `Comment ${id}` } });
  await ada.call("createComment", 201, { path, body: { content: "Comment 52" } });
  return accessToken;
}
