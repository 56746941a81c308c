import assert from "node:assert/strict";
import { uniqueId } from "../members.ts";
import { allItems, walkPages } from "../pages.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

export const timelineRules: readonly ContractRule[] = [
  {
    id: "timeline/list",
    title: "a timeline has the posts of one member, newest first, for every reader",
    source: guideline("게시글, 내 타임라인, 특정 유저 타임라인"),
    operations: ["getMyTimeline", "getTimeline"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const written: number[] = [];
      for (let i = 0; i < 5; i++) {
        written.push((await ada.call("createPost", 201, { body: { content: `Ada's ${i}` } })).body.id);
        await bob.call("createPost", 201, { body: { content: `Bob's ${i}` } });
      }
      const newestFirst = written.toReversed();
      const ids = (posts: readonly { readonly id: number }[]) => posts.map(({ id }) => id);
      assert.deepEqual(ids(await allItems(ada, "getMyTimeline", {}, 2)), newestFirst);
      assert.deepEqual(ids(await allItems(ada, "getTimeline", { path: { userId: ada.id } }, 2)), newestFirst);
      assert.deepEqual(ids(await allItems(bob, "getTimeline", { path: { userId: ada.id } }, 2)), newestFirst);
    },
  },
  {
    id: "timeline/same-post",
    title: "a timeline returns the same post as getPost, with the reader's own reaction",
    source: guideline("게시글, 특정 유저 타임라인"),
    operations: ["getTimeline"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Look" } });
      const path = { postId: post.id };
      await bob.call("reactToPost", 201, { path, body: { type: 5 } });
      await bob.call("createComment", 201, { path, body: { content: "I did" } });
      for (const reader of [ada, bob]) {
        const { body: page } = await reader.call("getTimeline", 200, { path: { userId: ada.id } });
        const { body: itself } = await reader.call("getPost", 200, { path });
        assert.deepEqual(page.items, [itself]);
        assert.equal(itself.myReaction, reader === bob ? 5 : null);
        assert.equal(itself.commentCount, 1);
      }
    },
  },
  {
    id: "timeline/empty",
    title: "the timeline of a member without posts is an empty page, not 204",
    source: guideline("게시글, 내 타임라인"),
    operations: ["getMyTimeline", "getTimeline"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const empty = { items: [], nextCursor: null };
      assert.deepEqual((await ada.call("getMyTimeline", 200)).body, empty);
      assert.deepEqual((await bob.call("getTimeline", 200, { path: { userId: ada.id } })).body, empty);
    },
  },
  {
    id: "timeline/no-user",
    title: "getTimeline answers 204 when the user does not exist",
    source: guideline("게시글, 특정 유저 타임라인: 204"),
    operations: ["getTimeline"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("getTimeline", 204, { path: { userId: uniqueId() } });
    },
  },
  {
    id: "timeline/escaped-id",
    title: "paging works for user ids that need percent-encoding in a path",
    source: specAt("/components/schemas/UserId"),
    operations: ["getTimeline"],
    async run({ anyone, members, logIn }) {
      const [reader] = await members(1);
      const id = `a+b@c.d_${uniqueId().slice(0, 8)}`;
      await anyone.call("signUp", 201, { body: { id, password: "long enough a secret", name: "Plus" } });
      const plus = await logIn(id, "long enough a secret");
      for (let i = 0; i < 3; i++) await plus.call("createPost", 201, { body: { content: `Post ${i}` } });
      const pages: number[] = [];
      for await (const page of walkPages(reader, "getTimeline", { path: { userId: id }, query: { limit: 1 } })) {
        pages.push(page.length);
      }
      assert.deepEqual(pages, [1, 1, 1]);
    },
  },
  {
    id: "timeline/new-name",
    title: "a new nickname appears on existing posts",
    source: specAt("/components/schemas/Author"),
    operations: ["changeNickname", "getMyTimeline"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("createPost", 201, { body: { content: "Who am I" } });
      await ada.call("changeNickname", 200, { body: { nickname: "Countess" } });
      const { body: page } = await ada.call("getMyTimeline", 200);
      assert.deepEqual(page.items[0]?.owner, { id: ada.id, name: ada.name, nickname: "Countess" });
    },
  },
];
