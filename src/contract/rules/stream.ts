import assert from "node:assert/strict";
import { absentId } from "../data.ts";
import type { Member } from "../members.ts";
import { allItems } from "../pages.ts";
import { type ContractRule, specAt } from "../rule.ts";

async function postOf(member: Member) {
  const { body: post } = await member.call("createPost", 201, { body: { content: "Look at this" } });
  return { postId: post.id };
}

async function comment(member: Member, path: { postId: number }, times = 1) {
  for (let i = 0; i < times; i++) {
    await member.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
  }
}

const newestFirst = (member: Member) => allItems(member, "listNotifications");
const oldestFirst = async (member: Member) => (await newestFirst(member)).reverse();

export const streamRules: readonly ContractRule[] = [
  {
    id: "stream/arrives",
    title: "a comment and a reaction arrive within a second, as in the list, at the post's owner only",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob, eve] = await members(3);
      const path = await postOf(ada);
      const [hers, his] = [await openStream(ada), await openStream(bob)];
      await comment(bob, path);
      const [first] = await hers.take(1, 1000);
      await eve.call("reactToPost", 201, { path, body: { type: 4 } });
      const [second] = await hers.take(1, 1000);
      assert.deepEqual([first, second], await oldestFirst(ada));
      await his.assertSilent();
      hers.close();
      his.close();
    },
  },
  {
    id: "stream/not-told",
    title: "the stream has no own actions, no repeated reactions and nothing for rejected requests",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      const stream = await openStream(ada);
      await comment(ada, path);
      await bob.attempt("createComment", { path, body: { content: "" } });
      await bob.call("reactToPost", 201, { path, body: { type: 1 } });
      await bob.call("unreactToPost", 200, { path });
      await bob.call("reactToPost", 201, { path, body: { type: 2 } });
      assert.equal((await stream.take(1)).length, 1);
      await stream.assertSilent();
      stream.close();
    },
  },
  {
    id: "stream/begins-now",
    title: "without Last-Event-ID the stream starts now, and has an id to resume from before its first event",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      await comment(bob, path, 2);
      const stream = await openStream(ada);
      await stream.assertSilent(100);
      const [newest] = await newestFirst(ada);
      assert.equal(stream.lastEventId, String(newest?.id));
      assert.equal(stream.headers.get("last-event-id"), stream.lastEventId);
      stream.close();

      await comment(bob, path);
      const resumed = await openStream(ada, stream.lastEventId);
      assert.deepEqual(await resumed.take(1), (await newestFirst(ada)).slice(0, 1));
      await resumed.assertSilent(100);
      resumed.close();
    },
  },
  {
    id: "stream/resume",
    title: "resuming with Last-Event-ID returns every newer event once, in order",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      await comment(bob, path, 5);
      const notifications = await oldestFirst(ada);
      for (const [index, { id }] of [{ id: 0 }, ...notifications].entries()) {
        const stream = await openStream(ada, id);
        const expected = notifications.slice(index);
        assert.deepEqual(await stream.take(expected.length), expected, `after ${id}`);
        await stream.assertSilent(50);
        stream.close();
      }
    },
  },
  {
    id: "stream/long-absence",
    title: "resuming after many missed events returns all of them, while new ones arrive",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      await comment(bob, path, 120);
      const stream = await openStream(ada, 0);
      await comment(bob, path, 10);
      const ids = (await stream.take(130)).map(({ id }) => id);
      assert.deepEqual(
        ids,
        (await oldestFirst(ada)).map(({ id }) => id),
      );
      await stream.assertSilent(100);
      stream.close();
    },
  },
  {
    id: "stream/breaks",
    title: "reconnecting repeatedly under concurrent writes loses and repeats no event",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob, eve] = await members(3);
      const paths = [await postOf(ada), await postOf(ada), await postOf(ada)];
      const writing = Promise.all(paths.flatMap((path) => [comment(bob, path, 10), comment(eve, path, 10)]));
      const seen: number[] = [];
      let lastEventId = "0";
      while (seen.length < 60) {
        const stream = await openStream(ada, lastEventId);
        seen.push(...(await stream.take(1)).map(({ id }) => id));
        lastEventId = String(seen.at(-1));
        stream.close();
      }
      await writing;
      assert.deepEqual(
        seen,
        (await oldestFirst(ada)).map(({ id }) => id),
      );
    },
  },
  {
    id: "stream/several",
    title: "every open stream of a member gets every event",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      const streams = await Promise.all([openStream(ada), openStream(ada), openStream(ada, 0)]);
      await comment(bob, path, 3);
      const notifications = await oldestFirst(ada);
      for (const stream of streams) assert.deepEqual(await stream.take(3), notifications);
      streams[0]?.close();
      await comment(bob, path);
      for (const stream of streams.slice(1)) await stream.take(1);
      for (const stream of streams) stream.close();
    },
  },
  {
    id: "stream/unknown-id",
    title: "a stream with an unknown Last-Event-ID still gets new events",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ members, openStream }) {
      const [ada, bob] = await members(2);
      const path = await postOf(ada);
      const stream = await openStream(ada, absentId);
      await comment(bob, path);
      await stream.take(1);
      stream.close();
    },
  },
  {
    id: "stream/id-form",
    title: "streamNotifications rejects a Last-Event-ID that is not an id",
    source: specAt("/components/parameters/LastEventId"),
    operations: ["streamNotifications"],
    async run({ members }) {
      const [ada] = await members(1);
      for (const id of ["-1", "x", "1.5", "1e3", "99999999999999999999", "1, 2", "0x1"]) {
        const { body } = await ada.call("streamNotifications", 400, { headers: { "last-event-id": id } });
        assert.match(body.hint, /last-event-id/i, id);
      }
    },
  },
  {
    id: "stream/ends",
    title: "a stream ends within two seconds of the end of its session; streams of other sessions do not",
    source: specAt("/paths/~1notification~1stream/get"),
    operations: ["streamNotifications"],
    async run({ newMembers, logIn, openStream }) {
      const [ada] = await newMembers(1);
      const again = await logIn(ada.id, ada.password);
      const [stream, other] = [await openStream(ada), await openStream(again)];
      await ada.call("logOut", 200, { body: { refreshToken: ada.refreshToken } });
      assert.ok((await stream.waitForEnd()) < 2000);
      await other.assertSilent(50);
      await ada.call("streamNotifications", 403);

      const third = await logIn(ada.id, ada.password);
      const continuing = await openStream(third);
      await third.call("changePassword", 200, {
        body: { currentPassword: ada.password, newPassword: "a new password" },
      });
      assert.ok((await other.waitForEnd()) < 2000);
      await continuing.assertSilent(50);
      continuing.close();
    },
  },
];
