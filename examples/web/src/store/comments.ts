import { type Comment, client } from "../api.ts";
import { createEntry, createEntryStore, type Entry } from "./entries.ts";
import { createFeed, type Feed } from "./feed.ts";
import { cachedPost, currentAuthor } from "./posts.ts";
import { onSignedOut } from "./sign-out.ts";

export type CommentEntry = Entry<Comment>;

const comments = createEntryStore<Comment>();
const feeds = new Map<number, Feed<CommentEntry>>();

onSignedOut(() => {
  comments.clear();
  feeds.clear();
});

/** The comments on a post, oldest first. */
export function commentFeed(postId: number): Feed<CommentEntry> {
  const existing = feeds.get(postId);
  if (existing) return existing;
  const feed = createFeed(async (cursor?: string) => {
    const query = cursor === undefined ? {} : { query: { cursor } };
    const page = await client.listComments({ path: { postId }, ...query });
    return page && { ...page, items: page.items.map(comments.upsert) };
  });
  feeds.set(postId, feed);
  return feed;
}

/** Reloads a post's comments if all of them are loaded. */
export async function refreshComments(postId: number): Promise<void> {
  const feed = feeds.get(postId);
  if (feed?.items.value && feed.isComplete.value) await feed.refresh();
}

/** Adds the comment optimistically and removes it again if the request fails. @throws ApiError, NetworkError */
export async function writeComment(postId: number, content: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = createEntry<Comment>(
    {
      id: 0,
      postId,
      owner: currentAuthor(),
      content,
      isModified: false,
      createdAt: now,
      updatedAt: now,
      reactionCounts: { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 },
      myReaction: null,
    },
    true,
  );
  const feed = commentFeed(postId);
  feed.update((entries) => [...entries, entry]);
  addToCommentCount(postId, 1);
  try {
    comments.confirm(entry, await client.createComment({ path: { postId }, body: { content } }));
  } catch (error) {
    feed.update((entries) => entries.filter((other) => other !== entry));
    addToCommentCount(postId, -1);
    throw error;
  }
}

/** @throws ApiError, NetworkError */
export async function changeComment({ item }: CommentEntry, content: string): Promise<void> {
  const comment = item.value;
  if (!comment) return;
  const { id: commentId, postId } = comment;
  item.value = await client.updateComment({ path: { postId, commentId }, body: { content } });
}

/** @throws ApiError, NetworkError */
export async function deleteComment({ item }: CommentEntry): Promise<void> {
  const comment = item.value;
  if (!comment) return;
  const { id: commentId, postId } = comment;
  await client.deleteComment({ path: { postId, commentId } });
  item.value = undefined;
  addToCommentCount(postId, -1);
}

function addToCommentCount(postId: number, change: number): void {
  const post = cachedPost(postId)?.item;
  if (post?.value) post.value = { ...post.value, commentCount: Math.max(0, post.value.commentCount + change) };
}
