import { type Comment, client } from "../api.ts";
import { createEntries, createEntry, type Entry } from "./entries.ts";
import { createFeed, type Feed } from "./feed.ts";
import { knownPost, self } from "./posts.ts";
import { onSignedOut } from "./sign-out.ts";

export type CommentEntry = Entry<Comment>;

const comments = createEntries<Comment>();
const feeds = new Map<number, Feed<CommentEntry>>();

onSignedOut(() => {
  comments.clear();
  feeds.clear();
});

/** The comments on a post, oldest first. */
export function commentFeed(postId: number): Feed<CommentEntry> {
  const known = feeds.get(postId);
  if (known) return known;
  const feed = createFeed(async (cursor?: string) => {
    const query = cursor === undefined ? {} : { query: { cursor } };
    const page = await client.listComments({ path: { postId }, ...query });
    return page && { ...page, items: page.items.map(comments.keep) };
  });
  feeds.set(postId, feed);
  return feed;
}

/** Where a post's comments are shown, gets what others wrote meanwhile. */
export async function refreshComments(postId: number): Promise<void> {
  const feed = feeds.get(postId);
  if (feed?.items.value && feed.isComplete.value) await feed.refresh();
}

/** Shows the comment at once; takes it back if the server refuses it. @throws ApiError, NetworkError */
export async function writeComment(postId: number, content: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = createEntry<Comment>(
    {
      id: 0,
      postId,
      owner: self(),
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
  feed.change((entries) => [...entries, entry]);
  count(postId, 1);
  try {
    comments.confirm(entry, await client.createComment({ path: { postId }, body: { content } }));
  } catch (error) {
    feed.change((entries) => entries.filter((other) => other !== entry));
    count(postId, -1);
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
  count(postId, -1);
}

function count(postId: number, change: number): void {
  const post = knownPost(postId)?.item;
  if (post?.value) post.value = { ...post.value, commentCount: Math.max(0, post.value.commentCount + change) };
}
