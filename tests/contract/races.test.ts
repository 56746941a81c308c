import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { uniqueId } from "../../src/contract/members.ts";
import { readToken, signJwt } from "../../src/contract/tokens.ts";
import { startApi } from "../support/api.ts";

/*
 * Races with a deterministic order: a test pauses one request inside the server until another one is done. What each
 * caller may see does not depend on how the server is implemented.
 */

const secret = randomBytes(32).toString("hex");
const api = await startApi({ env: { JWT_SECRET: secret } });
const { control } = api;

test("updatePost answers 404 if the post is deleted before the change is read back", async () => {
  const [ada] = await api.members(1);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Before" } });
  const path = { postId: post.id };
  await control.hold("post_find");
  const changing = ada.call("updatePost", 404, { path, body: { content: "After" } });
  await control.held(1);
  await ada.call("deletePost", 200, { path });
  await control.release();
  await changing;
  await ada.call("getPost", 204, { path });
});

test("updateComment answers 404 if the comment is deleted before the change is read back", async () => {
  const [ada] = await api.members(1);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "A post" } });
  const { body: comment } = await ada.call("createComment", 201, {
    path: { postId: post.id },
    body: { content: "Hm" },
  });
  const path = { postId: post.id, commentId: comment.id };
  await control.hold("comment_find");
  const changing = ada.call("updateComment", 404, { path, body: { content: "Ah" } });
  await control.held(1);
  await ada.call("deleteComment", 200, { path });
  await control.release();
  await changing;
  assert.equal((await ada.call("getPost", 200, { path: { postId: post.id } })).body.commentCount, 0);
});

test("readNotification answers 404 if the post is deleted before the notification is read back", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "A post" } });
  const path = { postId: post.id };
  await bob.call("createComment", 201, { path, body: { content: "Hello" } });
  const [notification] = (await ada.call("listNotifications", 200)).body.items;
  assert.ok(notification);
  await control.hold("notification_find");
  const reading = ada.call("readNotification", 404, { path: { notificationId: notification.id } });
  await control.held(1);
  await ada.call("deletePost", 200, { path });
  await control.release();
  await reading;
  await ada.call("listNotifications", 204);
});

test("of two concurrent password changes the first succeeds, and the second gets 403 for a wrong current password", async () => {
  const [ada] = await api.members(1);
  const change = (newPassword: string) =>
    ada.callAny("changePassword", [200, 403], { body: { currentPassword: ada.password, newPassword } });
  await control.hold("write");
  const changes = [change("the first password"), change("the second password")];
  await control.held(2);
  await control.release();
  const statuses = (await Promise.all(changes)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 403]);
  const logIns = ["the first password", "the second password", ada.password].map((password) =>
    api.anyone.callAny("logIn", [200, 401], { body: { id: ada.id, password } }),
  );
  const [first, second, old] = (await Promise.all(logIns)).map(({ status }) => status);
  assert.deepEqual([first, second], statuses[0] === 200 ? [200, 401] : [401, 200]);
  assert.equal(old, 401);
});

test("a sign-up that fails halfway leaves the id free and counts no member", async () => {
  const admin = await api.admin();
  const { body: before } = await admin.call("getServiceStats", 200);
  const id = uniqueId();
  const body = { id, password: "an engine of cogs", name: "Ada" };
  await control.setFault("writes", "The cogs have slipped");
  await api.anyone.call("signUp", 500, { body });
  await control.clearFault();
  await api.anyone.call("checkUserId", 200, { path: { userId: id } });
  assert.deepEqual((await admin.call("getServiceStats", 200)).body, before);
  await api.anyone.call("signUp", 201, { body });
});

test("a valid token of a member who no longer exists, as after the restore of a backup, reads no data", async () => {
  const [ada] = await api.members(1);
  const { header, claims } = readToken(ada.token);
  const ghost = api.as(signJwt({ header, claims: { ...claims, sub: uniqueId() } }, secret));
  await ghost.call("getMe", 500);
  await ghost.call("getMyTimeline", 500);
  await ghost.call("createPost", 500, { body: { content: "Boo" } });
  await ghost.call("listNotifications", 204);
});
