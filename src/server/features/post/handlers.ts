import type { Transaction } from "sequelize";
import { implementPost, type PostHandlers } from "../../../../generated/operations.ts";
import { addToCounters, postsCounterName } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, forbidden, notFound } from "../../http/response/refusals.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, pageStart } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import { noReactions } from "../reaction/counts.ts";
import { postCreation } from "./creation.ts";
import { mayDelete, mayUpdate } from "./policy.ts";
import { presentPost } from "./present.ts";
import { newestPosts, type PostQueries } from "./queries.ts";

export interface PostDeps {
  readonly database: Database;
  readonly posts: PostQueries;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
  readonly now: () => Date;
  /** Takes a deleted post's notifications away, in the transaction that deletes it. */
  readonly forgetNotifications: (post: { id: number; ownerId: string }, transaction: Transaction) => Promise<void>;
}

export function postHandlers(deps: PostDeps): PostHandlers {
  const { database, posts, cursors, pages, serializers, now, forgetNotifications } = deps;
  const { Post } = database.models;
  const createPost = postCreation(database);
  const readPage = pages.reader(newestPosts, presentPost, serializers.get("listPosts", 200));

  /** The post, locked until the transaction ends, so that what is decided on it still holds when it is written. */
  const lockPost = (id: number, transaction: Transaction) =>
    Post.findOne({ where: { id, deletedAt: null }, lock: true, transaction });

  return implementPost({
    async createPost({ body }, caller) {
      const createdAt = now();
      const created = await createPost({ ownerId: caller.id, content: body.content, createdAt });
      const row = {
        authorId: caller.id,
        content: body.content,
        createdAt,
        updatedAt: createdAt,
        commentCount: 0,
        myReaction: null,
        // Last: to each object that begins with a copy V8 gives a shape of its own, which takes it 6 us and 3 KB of old garbage.
        ...created,
        ...noReactions,
      };
      return { status: 201, headers: { Location: `/post/${row.id}` }, body: presentPost(row) };
    },

    async listPosts({ query }, caller) {
      const start = pageStart(cursors, "/post", query);
      if (!start) return badRequest(invalidCursorHint);
      const page = await readPage({ address: "/post", start }, caller.id);
      if (!page || (page.isEmpty && start.after === undefined)) return { status: 204 };
      return { status: 200, headers: page.headers, body: page.body };
    },

    async getPost({ path }, caller) {
      const row = await posts.find(path.postId, caller.id);
      return row ? { status: 200, body: presentPost(row) } : { status: 204 };
    },

    async updatePost({ path, body }, caller) {
      const refusal = await database.write(async (transaction) => {
        const post = await lockPost(path.postId, transaction);
        if (!post) return noSuchPost(path.postId);
        if (!mayUpdate(post, caller)) return forbidden(caller);
        await post.update({ content: body.content, updatedAt: now() }, { transaction });
        return undefined;
      });
      if (refusal) return refusal;
      const row = await posts.find(path.postId, caller.id);
      return row ? { status: 200, body: presentPost(row) } : noSuchPost(path.postId);
    },

    async deletePost({ path }, caller) {
      return database.write(async (transaction) => {
        const post = await lockPost(path.postId, transaction);
        if (!post) return noSuchPost(path.postId);
        if (!mayDelete(post, caller)) return forbidden(caller);
        await post.update({ deletedAt: now() }, { transaction });
        await forgetNotifications(post, transaction);
        await addToCounters(database, transaction, { posts: -1, [postsCounterName(post.createdAt)]: -1 });
        return { status: 200 as const, body: { id: post.id } };
      });
    },
  });
}

function noSuchPost(id: number) {
  return notFound(`There is no post ${id}`);
}
