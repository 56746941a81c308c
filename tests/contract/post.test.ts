import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { absentId, emoji, noReactions } from "../support/data.ts";
import { all, walk } from "../support/pages.ts";

const api = await startApi();

test("createPost answers with the post, says where it is, and a reader finds the same there", async () => {
  const [ada, bob] = await api.members(2);
  const created = await ada.call("createPost", 201, { body: { content: "Hello, world" } });

  const { id, createdAt, ...post } = created.body;
  assert.equal(created.headers.get("location"), `/post/${id}`);
  assert.deepEqual(post, {
    owner: { id: ada.id, name: ada.name, nickname: null },
    content: "Hello, world",
    updatedAt: createdAt,
    commentCount: 0,
    reactionCounts: noReactions,
    myReaction: null,
  });
  assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000, `createdAt is ${createdAt}`);
  assert.deepEqual((await bob.call("getPost", 200, { path: { postId: id } })).body, created.body);
});

test("ids of posts grow with time", async () => {
  const [ada] = await api.members(1);
  const first = await ada.call("createPost", 201, { body: { content: "First" } });
  const second = await ada.call("createPost", 201, { body: { content: "Second" } });
  assert.ok(second.body.id > first.body.id);
});

test("a post holds 3000 code points, whatever they are, and not one more", async () => {
  const [ada] = await api.members(1);
  const content = emoji(3000);
  const created = await ada.call("createPost", 201, { body: { content } });
  assert.equal((await ada.call("getPost", 200, { path: { postId: created.body.id } })).body.content, content);

  const refused = await ada.call("createPost", 400, { body: { content: `${content}a` } });
  assert.match(refused.body.hint, /content/);
  await ada.call("createPost", 400, { body: { content: "" } });
  assert.equal((await all(ada, "getMyTimeline")).length, 1);
});

test("text comes back as it was written", async () => {
  const [ada] = await api.members(1);
  const content =
    " \t<b>&amp;</b> 'quoted' \"twice\" \\ $1 ?; DROP TABLE posts; --\r\n日本語 e\u0301 \u202e \ufeff\u0001 👩‍👩‍👧 ";
  const { body: post } = await ada.call("createPost", 201, { body: { content } });
  assert.equal(post.content, content);
  assert.equal((await ada.call("getPost", 200, { path: { postId: post.id } })).body.content, content);
});

test("getPost answers 204 where there is no such post", async () => {
  const [ada] = await api.members(1);
  await ada.call("getPost", 204, { path: { postId: absentId } });
});

test("updatePost changes the text and the time of change, nothing else", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Before" } });
  const path = { postId: post.id };
  await bob.call("reactToPost", 201, { path, body: { type: 3 } });

  const { body: changed } = await ada.call("updatePost", 200, { path, body: { content: "After" } });
  const { updatedAt, ...rest } = changed;
  const { updatedAt: before, ...expected } = post;
  assert.deepEqual(rest, { ...expected, content: "After", reactionCounts: { ...noReactions, 3: 1 } });
  assert.ok(updatedAt >= before);
  assert.deepEqual((await ada.call("getPost", 200, { path })).body, changed);
});

test("updatePost refuses a stranger with 403 and keeps the text", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
  const path = { postId: post.id };

  const refused = await bob.call("updatePost", 403, { path, body: { content: "Yours?" } });
  assert.equal(refused.body.hint, `You have not permission for 'PATCH /post/${post.id}'`);
  assert.deepEqual((await ada.call("getPost", 200, { path })).body, post);
});

test("an admin owns no post of another's", async () => {
  const [ada] = await api.members(1);
  const admin = await api.admin();
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
  const path = { postId: post.id };
  await admin.call("updatePost", 403, { path, body: { content: "Ours?" } });
  await admin.call("deletePost", 403, { path });
  assert.deepEqual((await ada.call("getPost", 200, { path })).body, post);
});

test("updatePost and deletePost answer 404 where there is no such post", async () => {
  const [ada] = await api.members(1);
  const path = { postId: absentId };
  await ada.call("updatePost", 404, { path, body: { content: "Nothing" } });
  await ada.call("deletePost", 404, { path });
});

test("deletePost refuses a stranger with exactly the guideline's body and keeps the post", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });

  const refused = await bob.call("deletePost", 403, { path: { postId: post.id } });
  assert.equal(refused.text, `{"result":"Forbidden","hint":"You have not permission for 'DELETE /post/${post.id}'"}`);
  assert.deepEqual((await ada.call("getPost", 200, { path: { postId: post.id } })).body, post);
});

test("the permission hint has no query in it", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Mine" } });
  const refused = await bob.attempt("deletePost", { path: { postId: post.id }, query: "" });
  assert.deepEqual(refused.body, {
    result: "Forbidden",
    hint: `You have not permission for 'DELETE /post/${post.id}'`,
  });
  const listed = await api.anyone.call("listPosts", 403, { query: { limit: 3 } });
  assert.equal(listed.body.hint, "You have not permission for 'GET /post'");
});

test("a deleted post is gone everywhere", async () => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Soon gone" } });
  const path = { postId: post.id };
  const { body: comment } = await bob.call("createComment", 201, { path, body: { content: "A pity" } });
  await bob.call("reactToPost", 201, { path, body: { type: 1 } });
  const commentPath = { ...path, commentId: comment.id };

  assert.deepEqual((await ada.call("deletePost", 200, { path })).body, { id: post.id });

  await ada.call("getPost", 204, { path });
  await ada.call("listComments", 204, { path });
  await ada.call("listPostReactions", 204, { path });
  assert.ok(
    (await all(bob, "listPosts")).every(({ id }) => id !== post.id),
    "it is in the list",
  );
  assert.deepEqual(await all(ada, "getMyTimeline"), []);
  assert.deepEqual(await all(bob, "getTimeline", { path: { userId: ada.id } }), []);
  await ada.call("listNotifications", 204);
  await ada.call("updatePost", 404, { path, body: { content: "Back?" } });
  await ada.call("deletePost", 404, { path });
  await bob.call("reactToPost", 404, { path, body: { type: 2 } });
  await bob.call("unreactToPost", 404, { path });
  await bob.call("createComment", 400, { path, body: { content: "Too late" } });
  await bob.call("updateComment", 404, { path: commentPath, body: { content: "Too late" } });
  await bob.call("deleteComment", 404, { path: commentPath });
  await ada.call("reactToComment", 404, { path: commentPath, body: { type: 1 } });
  await ada.call("unreactToComment", 404, { path: commentPath });
});

test("of many who delete one post at once, one succeeds", async () => {
  const [ada] = await api.members(1);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Once" } });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => ada.callAny("deletePost", [200, 404], { path: { postId: post.id } })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test("listPosts gives the newest first, in pages of the size asked for, each post once", async () => {
  const [ada] = await api.members(1);
  const written: number[] = [];
  for (let i = 0; i < 7; i++) {
    written.push((await ada.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
  }
  const posts = await all(ada, "listPosts", {}, 3);
  assert.deepEqual(
    posts.filter(({ owner }) => owner.id === ada.id).map(({ id }) => id),
    written.toReversed(),
  );
  const ids = posts.map(({ id }) => id);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(ids).size, ids.length);
});

test("listPosts gives 20 where no limit is given, and each reader their own reaction", async () => {
  const [ada, bob] = await api.members(2);
  for (let i = 0; i < 21; i++) await ada.call("createPost", 201, { body: { content: `Post ${i}` } });
  const { body: page } = await ada.call("listPosts", 200);
  assert.equal(page.items.length, 20);

  const [newest] = page.items;
  assert.ok(newest);
  await bob.call("reactToPost", 201, { path: { postId: newest.id }, body: { type: 4 } });
  const find = async (reader: typeof ada) =>
    (await reader.call("listPosts", 200, { query: { limit: 100 } })).body.items.find(({ id }) => id === newest.id);
  assert.deepEqual(await find(bob), { ...newest, myReaction: 4, reactionCounts: { ...noReactions, 4: 1 } });
  assert.deepEqual(await find(ada), { ...newest, myReaction: null, reactionCounts: { ...noReactions, 4: 1 } });
});

test("posts that come and go while one pages neither repeat nor hide another", async () => {
  const [ada] = await api.members(1);
  const ids: number[] = [];
  for (let i = 0; i < 12; i++) {
    ids.push((await ada.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
  }
  const seen: number[] = [];
  const churn = async (page: number) => {
    await ada.call("createPost", 201, { body: { content: "Meanwhile" } });
    // The last one that was shown, from which the cursor was made, and the one that would come next but one.
    const shown = seen.at(-1);
    const later = ids[ids.length - 2 - seen.length];
    if (page === 1 && shown !== undefined) await ada.call("deletePost", 200, { path: { postId: shown } });
    if (page === 2 && later !== undefined) {
      await ada.call("deletePost", 200, { path: { postId: later } });
      ids.splice(ids.indexOf(later), 1);
    }
  };
  for await (const page of walk(ada, "getMyTimeline", { query: { limit: 3 } }, churn))
    seen.push(...page.map(({ id }) => id));
  assert.deepEqual(seen, ids.toReversed());
});
