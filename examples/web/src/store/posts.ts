import { type Author, client, type Post } from "../api.ts";
import { createEntry, createEntryStore, type Entry } from "./entries.ts";
import { createFeed, type Feed, type Page } from "./feed.ts";
import { me, userId } from "./session.ts";
import { onSignedOut } from "./sign-out.ts";

export type PostEntry = Entry<Post>;

const posts = createEntryStore<Post>();
const feeds = new Map<string, Feed<PostEntry>>();
const allPosts = "";

onSignedOut(() => {
  posts.clear();
  feeds.clear();
});

/** The posts of all members, newest first. */
export function homeFeed(): Feed<PostEntry> {
  return feedOf(allPosts, (cursor) => client.listPosts(query(cursor)));
}

/** The posts of one member, newest first; empty if there is no such member. */
export function timelineFeed(id: string): Feed<PostEntry> {
  return feedOf(id, (cursor) =>
    id === userId.value
      ? client.getMyTimeline(query(cursor))
      : client.getTimeline({ path: { userId: id }, ...query(cursor) }),
  );
}

function query(cursor: string | undefined) {
  return cursor === undefined ? {} : { query: { cursor } };
}

function feedOf(key: string, load: (cursor?: string) => Promise<Page<Post> | undefined>): Feed<PostEntry> {
  const existing = feeds.get(key);
  if (existing) return existing;
  const feed = createFeed(async (cursor?: string) => {
    const page = await load(cursor);
    return page && { ...page, items: page.items.map(posts.upsert) };
  });
  feeds.set(key, feed);
  return feed;
}

export function cachedPost(id: number): PostEntry | undefined {
  return posts.find(id);
}

/** @returns undefined if there is no such post @throws ApiError, NetworkError */
export async function loadPost(id: number): Promise<PostEntry | undefined> {
  const post = await client.getPost({ path: { postId: id } });
  if (post) return posts.upsert(post);
  const deleted = posts.find(id);
  if (deleted) deleted.item.value = undefined;
  return undefined;
}

/** Adds the post optimistically and removes it again if the request fails. @throws ApiError, NetworkError */
export async function writePost(content: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = createEntry<Post>(
    { ...emptyCounts, id: 0, owner: currentAuthor(), content, createdAt: now, updatedAt: now },
    true,
  );
  const affected = [allPosts, currentAuthor().id].flatMap((key) => feeds.get(key) ?? []);
  const loaded = affected.filter((feed) => feed.items.value);
  for (const feed of loaded) feed.update((entries) => [entry, ...entries]);
  try {
    posts.confirm(entry, await client.createPost({ body: { content } }));
  } catch (error) {
    for (const feed of loaded) feed.update((entries) => entries.filter((other) => other !== entry));
    throw error;
  }
  for (const feed of affected) if (!loaded.includes(feed)) void feed.refresh();
}

/** @throws ApiError, NetworkError */
export async function changePost({ item }: PostEntry, content: string): Promise<void> {
  const post = item.value;
  if (post) item.value = await client.updatePost({ path: { postId: post.id }, body: { content } });
}

/** @throws ApiError, NetworkError */
export async function deletePost({ item }: PostEntry): Promise<void> {
  const post = item.value;
  if (!post) return;
  await client.deletePost({ path: { postId: post.id } });
  item.value = undefined;
}

const emptyCounts = {
  reactionCounts: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
  myReaction: null,
  commentCount: 0,
};

/** The logged-in member as an author. */
export function currentAuthor(): Author {
  const id = userId.value ?? "";
  return me.value
    ? { id: me.value.id, name: me.value.name, nickname: me.value.nickname }
    : { id, name: id, nickname: null };
}
