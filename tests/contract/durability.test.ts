import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { allItems } from "../../src/contract/pages.ts";
import { clientOf } from "../support/api.ts";
import { emptyLedger, type Ledger, type Writer, write } from "../support/ledger.ts";
import { type ServerProcess, startProcess } from "../support/server-process.ts";
import { testDatabase } from "../support/test-database.ts";

const kills = 3;
const writers = 8;

test("SIGKILL during writes loses no acknowledged write, and every counter is right", async (t) => {
  const database = await testDatabase();
  const env = {
    ...database.env,
    JWT_SECRET: randomBytes(32).toString("hex"),
    PORT: "0",
    RATE_LIMIT: "off",
    PBKDF2_ITERATIONS: "1000",
  };
  t.after(() => database.drop());

  let server = await start(t, env);
  const tokens = await Promise.all(Array.from({ length: writers }, (_, index) => join(server.url, `writer${index}`)));
  const [first] = tokens;
  assert.ok(first);
  const { body: post } = await clientOf(server.url, first).call("createPost", 201, { body: { content: "Shared" } });
  const ledgers = tokens.map((token, index): Writer => ({ token, id: `writer${index}`, ledger: emptyLedger() }));

  for (let kill = 0; kill < kills; kill++) {
    const enough = acknowledged(ledgers) + 100;
    const writing = ledgers.map((writer) => write(clientOf(server.url, writer.token), post.id, writer.ledger));
    for (const end = Date.now() + 30_000; acknowledged(ledgers) < enough && Date.now() < end; ) await delay(5);
    server.process.child.kill("SIGKILL");
    await Promise.all(writing);
    assert.equal((await server.process.ended()).signal, "SIGKILL");
    server = await start(t, env);
    for (const writer of ledgers) await check(server.url, writer, post.id);
    await checkCounters(server.url, ledgers, post.id);
  }
  assert.equal(
    ledgers.reduce((sum, { ledger }) => sum + ledger.unanswered, 0),
    kills * writers,
    "some writers had no request in flight when the server was killed",
  );
});

function acknowledged(all: readonly Writer[]): number {
  return all.reduce((sum, { ledger }) => sum + ledger.acknowledged, 0);
}

async function start(
  t: TestContext,
  env: Readonly<Record<string, string>>,
): Promise<{ url: string; process: ServerProcess }> {
  const server = startProcess({ module: "src/server/main", env });
  t.after(async () => {
    server.child.kill("SIGKILL");
    await server.ended();
  });
  const line = await server.line(/minifb is ready at http/);
  const url = /ready at (http:\/\/[^\s,]+)/.exec(line)?.[1];
  assert.ok(url, line);
  return { url, process: server };
}

async function join(url: string, id: string): Promise<string> {
  const password = `secret of ${id}`;
  await clientOf(url).call("signUp", 201, { body: { id, password, name: id } });
  return (await clientOf(url).call("logIn", 200, { body: { id, password } })).body.accessToken;
}

/** Asserts that acknowledged writes of one writer are stored. Unanswered writes may be stored or not. */
async function check(url: string, { token, id, ledger }: Writer, postId: number): Promise<void> {
  const me = clientOf(url, token);
  const timeline = await allItems(me, "getTimeline", { path: { userId: id } });
  // No writer deletes the shared post, not even its owner.
  const posts = new Map(timeline.filter((post) => post.id !== postId).map((post) => [post.id, post.content]));
  for (const [ownPostId, content] of ledger.posts)
    assert.equal(posts.get(ownPostId), content, `post ${ownPostId} of ${id}`);
  for (const gone of ledger.deletedPosts) assert.ok(!posts.has(gone), `post ${gone} of ${id} is back`);

  const comments = await allItems(me, "listComments", { path: { postId } });
  const mine = new Set(comments.filter(({ owner }) => owner.id === id).map((comment) => comment.id));
  for (const comment of ledger.comments) assert.ok(mine.has(comment), `comment ${comment} of ${id} is lost`);
  for (const gone of ledger.deletedComments) assert.ok(!mine.has(gone), `comment ${gone} of ${id} is back`);

  const { body: shared } = await me.call("getPost", 200, { path: { postId } });
  assert.ok(
    ledger.reactions.includes(shared.myReaction),
    `${id} has the reaction ${shared.myReaction} and not one of ${ledger.reactions}`,
  );
  settle(ledger, shared.myReaction, mine, posts);
}

/** Records what was found as acknowledged, so that it must not change any more. */
function settle(ledger: Ledger, reaction: number | null, comments: Set<number>, posts: Map<number, string>): void {
  ledger.reactions = [reaction];
  for (const id of comments) ledger.comments.add(id);
  for (const [id, content] of posts) ledger.posts.set(id, content);
}

async function checkCounters(url: string, ledgers: readonly Writer[], postId: number): Promise<void> {
  const [owner] = ledgers;
  assert.ok(owner);
  const reader = clientOf(url, owner.token);
  const path = { postId };
  const { body: post } = await reader.call("getPost", 200, { path });
  const comments = await allItems(reader, "listComments", { path });
  const reactions = await allItems(reader, "listPostReactions", { path });
  assert.equal(post.commentCount, comments.length);
  for (const [type, count] of Object.entries(post.reactionCounts)) {
    assert.equal(
      count,
      reactions.filter((reaction) => String(reaction.type) === type).length,
      `reactions of type ${type}`,
    );
  }
  const notifications = await allItems(reader, "listNotifications");
  const unread = notifications.filter(({ isRead }) => !isRead).length;
  assert.equal((await reader.call("listNotifications", 200)).body.unreadCount, unread);
  const reactors = notifications.filter(({ type }) => type === 2).map(({ actor }) => actor.id);
  assert.equal(new Set(reactors).size, reactors.length, "one notification for each member who reacted");
}
