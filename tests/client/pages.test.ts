import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { memberClient } from "./clients.ts";

const api = await startApi();

test("a list is followed to its end, item by item", async () => {
  const ada = await memberClient(api);
  const written: number[] = [];
  for (let i = 0; i < 7; i++) written.unshift((await ada.createPost({ body: { content: `${i}` } })).id);
  const read: number[] = [];
  for await (const post of ada.pages.getMyTimeline({ query: { limit: 3 } })) read.push(post.id);
  assert.deepEqual(read, written);
});

test("a list is followed page by page, each with what belongs to it", async () => {
  const [ada, bob] = [await memberClient(api), await memberClient(api)];
  const post = await ada.createPost({ body: { content: "Please comment" } });
  for (let i = 0; i < 5; i++) await bob.createComment({ path: { postId: post.id }, body: { content: `${i}` } });
  const sizes: number[] = [];
  for await (const page of ada.pages.listNotifications({ query: { limit: 2, unread: true } }).byPage()) {
    sizes.push(page.items.length);
    assert.equal(page.unreadCount, 5);
  }
  assert.deepEqual(sizes, [2, 2, 1]);
});

test("no page is asked for before it is needed", async () => {
  const ada = await memberClient(api);
  for (let i = 0; i < 5; i++) await ada.createPost({ body: { content: `${i}` } });
  ada.sent.length = 0;
  const pages = ada.pages.getMyTimeline({ query: { limit: 2 } });
  assert.deepEqual(ada.sent, []);
  for await (const _ of pages) if (ada.sent.length === 2) break;
  assert.equal(ada.sent.length, 2);
});

test("a list that begins at a cursor begins there each time", async () => {
  const ada = await memberClient(api);
  for (let i = 0; i < 4; i++) await ada.createPost({ body: { content: `${i}` } });
  const first = await ada.getMyTimeline({ query: { limit: 1 } });
  const rest = ada.pages.getMyTimeline({ query: { limit: 2, cursor: first.nextCursor ?? "" } });
  for (const _ of [1, 2]) {
    const contents: string[] = [];
    for await (const { content } of rest) contents.push(content);
    assert.deepEqual(contents, ["2", "1", "0"]);
  }
});

test("a list of something that is not there is empty", async () => {
  const ada = await memberClient(api);
  for await (const comment of ada.pages.listComments({ path: { postId: 9_007_199_254_740_000 } }))
    assert.fail(`${comment}`);
  for await (const page of ada.pages.listNotifications().byPage()) assert.fail(`${page}`);
});
