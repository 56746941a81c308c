import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Member } from "../../src/contract/members.ts";
import { openStream } from "../../src/contract/stream.ts";
import { type Node, startNodes } from "../support/nodes.ts";
import { startPostgres } from "../support/postgres.ts";
import { spec } from "../support/spec.ts";
import { testDatabase, testDatabaseKind } from "../support/test-database.ts";

async function twoNodes(t: TestContext): Promise<readonly [Node, Node]> {
  const database = await testDatabase();
  const [first, second] = await startNodes(t, 2, database.env);
  t.after(() => database.drop());
  assert.ok(first && second);
  return [first, second];
}

/** Creates a post of Ada's. @returns a function that comments on it as Bob through his node */
async function startCommenting(ada: Member, bob: Member) {
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Look at this" } });
  const path = { postId: post.id };
  return async (content: string) => (await bob.call("createComment", 201, { path, body: { content } })).body.id;
}

test("a write on one node reaches the streams of another within a second", async (t) => {
  const [{ api: firstApi }, { api: secondApi }] = await twoNodes(t);
  const [ada, bob] = await firstApi.members(2);
  const comment = await startCommenting(ada, secondApi.as(bob.token) as Member);
  const [secondStream, firstStream] = [await openStream(spec, secondApi.as(ada.token)), await openStream(spec, ada)];
  for (let i = 0; i < 5; i++) {
    await comment(`Comment ${i}`);
    const [[firstEvent], [secondEvent]] = [await firstStream.take(1, 1000), await secondStream.take(1, 1000)];
    assert.deepEqual(firstEvent, secondEvent);
  }
  secondStream.close();
  firstStream.close();
});

test("streams on all nodes end soon after their session", async (t) => {
  const [{ api: firstApi }, { api: secondApi }] = await twoNodes(t);
  const [ada] = await firstApi.members(1);
  const stream = await openStream(spec, secondApi.as(ada.token));
  await ada.call("logOut", 200, { body: { refreshToken: ada.refreshToken } });
  assert.ok((await stream.waitForEnd()) < 3000);
});

test("a stopping server ends its streams at once, and another one resumes them", async (t) => {
  const [first, second] = await twoNodes(t);
  const [ada, bob] = await first.api.members(2);
  const comment = await startCommenting(ada, second.api.as(bob.token) as Member);
  const stream = await openStream(spec, ada);
  await comment("Before");
  await stream.take(1);
  const [afterMilliseconds] = await Promise.all([stream.waitForEnd(3000), first.process.stop()]);
  assert.ok(afterMilliseconds < 2000, `it took ${afterMilliseconds} ms`);
  await comment("Meanwhile");
  const resumed = await openStream(spec, second.api.as(ada.token), stream.lastEventId);
  await resumed.take(1);
  await comment("After");
  await resumed.take(1, 1000);
  resumed.close();
});

if (testDatabaseKind() === "postgres") {
  test("streams survive a restart of Postgres without losing events", async (t) => {
    const postgres = await startPostgres();
    const nodes = await startNodes(t, 2, { DATABASE_URL: postgres.url });
    t.after(() => postgres.stop());
    const [first, second] = nodes;
    assert.ok(first && second);
    const [ada, bob] = await first.api.members(2);
    const comment = await startCommenting(ada, second.api.as(bob.token) as Member);
    const stream = await openStream(spec, ada);
    await comment("Before");
    await stream.take(1, 1000);

    await postgres.halt();
    await sleep(300);
    await postgres.restart();
    for (let i = 0; i < 3; i++) await comment(`After ${i}`);
    await stream.take(3, 2500);
    await comment("As before");
    await stream.take(1, 1000);
    await stream.assertSilent();
    stream.close();
  });
}
