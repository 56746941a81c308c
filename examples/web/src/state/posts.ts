import { type Author, client, type Post } from "../api.ts";
import { createEntries, createEntry, type Entry } from "./entries.ts";
import { createFeed, type Feed, type Page } from "./feed.ts";
import { me, userId } from "./session.ts";
import { onSignedOut } from "./sign-out.ts";

export type PostEntry = Entry<Post>;

const posts = createEntries<Post>();
const feeds = new Map<string, Feed<PostEntry>>();
const everybody = "";

onSignedOut(() => {
  posts.clear();
  feeds.clear();
});

/** The posts of all members, newest first. */
export function homeFeed(): Feed<PostEntry> {
  return feedOf(everybody, (cursor) => client.listPosts(query(cursor)));
}

/** The posts of one member, newest first; empty for a member that is not there. */
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
  const known = feeds.get(key);
  if (known) return known;
  const feed = createFeed(async (cursor?: string) => {
    const page = await load(cursor);
    return page && { ...page, items: page.items.map(posts.keep) };
  });
  feeds.set(key, feed);
  return feed;
}

export function knownPost(id: number): PostEntry | undefined {
  return posts.find(id);
}

/** @returns undefined for a post that is not there @throws ApiError, NetworkError */
export async function loadPost(id: number): Promise<PostEntry | undefined> {
  const post = await client.getPost({ path: { postId: id } });
  if (post) return posts.keep(post);
  const gone = posts.find(id);
  if (gone) gone.item.value = undefined;
  return undefined;
}

/** Shows the post at once; takes it back if the server refuses it. @throws ApiError, NetworkError */
export async function writePost(content: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = createEntry<Post>(
    { ...untouched, id: 0, owner: self(), content, createdAt: now, updatedAt: now },
    true,
  );
  const about = [everybody, self().id].flatMap((key) => feeds.get(key) ?? []);
  const shownIn = about.filter((feed) => feed.items.value);
  for (const feed of shownIn) feed.change((entries) => [entry, ...entries]);
  try {
    posts.confirm(entry, await client.createPost({ body: { content } }));
  } catch (error) {
    for (const feed of shownIn) feed.change((entries) => entries.filter((other) => other !== entry));
    throw error;
  }
  for (const feed of about) if (!shownIn.includes(feed)) void feed.refresh();
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

/** What nobody has reacted to yet. */
export const untouched = {
  reactionCounts: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
  myReaction: null,
  commentCount: 0,
};

/** Whoever is signed in, as others see them. */
export function self(): Author {
  const id = userId.value ?? "";
  return me.value
    ? { id: me.value.id, name: me.value.name, nickname: me.value.nickname }
    : { id, name: id, nickname: null };
}
