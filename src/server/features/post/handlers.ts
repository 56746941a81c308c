import type { Transaction } from "sequelize";
import { implementPost, type PostHandlers } from "../../../../generated/operations.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import { addToCounters, postsCounterName } from "../../database/counters/sharded-counters.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, forbidden, notFound } from "../../http/response/refusals.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, pageStart } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import type { Notifier } from "../notification/notifier.ts";
import { noReactions } from "../reaction/counts.ts";
import { postCreation } from "./creation.ts";
import { newestPosts } from "./lists.ts";
import { postModel } from "./model.ts";
import { mayDelete, mayUpdate } from "./policy.ts";
import { presentPost } from "./present.ts";
import { postQueries } from "./queries.ts";

export interface PostDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
  readonly now: () => Date;
  readonly notifier: Pick<Notifier, "deleteNotificationsOf">;
}

export function postHandlers(deps: PostDeps): PostHandlers {
  const { database, cursors, pages, serializers, now, notifier } = deps;
  const posts = postQueries(database);
  const Post = postModel(database);
  const createPost = postCreation(database);
  const readPage = pages.reader(newestPosts, presentPost, serializers.get("listPosts", 200));

  /** Locks the post until the transaction ends, so that the permission check still holds at the write. */
  const lockPost = (id: number, transaction: Transaction) =>
    Post.findOne({ where: { id, deletedAt: null }, lock: true, transaction });

  return implementPost({
    async createPost({ body }, caller) {
      const createdAt = now();
      const created = await createPost({ content: body.content, ownerId: caller.id, createdAt });
      const row = {
        id: created.id,
        authorId: caller.id,
        authorName: created.authorName,
        authorNickname: created.authorNickname,
        content: body.content,
        createdAt,
        updatedAt: createdAt,
        commentCount: 0,
        myReaction: null,
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
        const changes = { content: body.content, updatedAt: now() } satisfies ColumnsFor<typeof body, "updatedAt">;
        await post.update(changes, { transaction });
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
        await notifier.deleteNotificationsOf(post, transaction);
        await addToCounters(database, transaction, { posts: -1, [postsCounterName(post.createdAt)]: -1 });
        return { status: 200 as const, body: { id: post.id } };
      });
    },
  });
}

function noSuchPost(id: number) {
  return notFound(`There is no post ${id}`);
}
