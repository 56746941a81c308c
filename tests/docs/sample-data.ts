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

/** What works at once where there is nobody yet. */
export const early = ["getHealth", "getReadiness", "checkUserId", "signUp", "logIn"];

/**
 * What works once things are settled, in an order in which nothing spoils what comes after it. The document's refresh token
 * is nobody's, so only the client can refresh and log out; and it logs in with a password that it then may not change.
 */
export function late(label: Sample["label"]): readonly string[] {
  return [
    ...["getMe", "getUser", "changeNickname", "changeBio", "createPost", "listPosts", "getPost", "updatePost"],
    ...["getMyTimeline", "getTimeline", "createComment", "listComments", "updateComment", "reactToComment"],
    ...["unreactToComment", "reactToPost", "listPostReactions", "unreactToPost", "listNotifications"],
    ...["readNotification", "readNotifications", "deleteComment", "deletePost", "getServerStats", "getServiceStats"],
    ...(label === "TypeScript" ? ["refreshToken", "logOut"] : []),
    "changePassword",
    ...(label === "TypeScript" ? [] : ["issueTemporaryPassword"]),
  ];
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
