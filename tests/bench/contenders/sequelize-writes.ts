import express, { type Response, type Router } from "express";
import type { Sequelize } from "sequelize";
import type { Models } from "./sequelize-models.ts";
import { author, itemOf, presentComment, presentPost } from "./sequelize-rows.ts";
import { isContent, isReaction, parseId, postTotalName, randomShard } from "./validation.ts";

/** The writes, each in a managed transaction. */
export function writeRoutes(sequelize: Sequelize, models: Models): Router {
  const { User, Post, Comment, PostReaction, Notification, CounterShard } = models;
  const routes = express.Router();

  routes.post("/post", async ({ body }, response) => {
    if (!isContent(body, 3000)) return badRequest(response);
    const ownerId: string = response.locals.userId;
    const createdAt = new Date();
    const { owner, post } = await sequelize.transaction(async (transaction) => {
      const owner = await User.findByPk(ownerId, { attributes: author, raw: true, rejectOnEmpty: true, transaction });
      const values = { ownerId, content: body.content, createdAt, updatedAt: createdAt };
      const post = await Post.create(values, { transaction });
      const shard = randomShard();
      for (const name of ["posts", postTotalName(createdAt)]) {
        const [, created] = await CounterShard.findOrCreate({
          where: { name, shard },
          defaults: { name, shard, count: 1 },
          transaction,
        });
        if (!created) await CounterShard.increment("count", { where: { name, shard }, transaction });
      }
      return { owner, post };
    });
    response
      .status(201)
      .location(`/post/${post.id}`)
      .json(presentPost({ ...itemOf(post.get()), owner, mine: { type: null } }));
  });

  routes.post("/post/:postId/comment", async ({ params, body }, response) => {
    const postId = parseId(params.postId);
    if (postId === undefined || !isContent(body, 1000)) return badRequest(response);
    const ownerId: string = response.locals.userId;
    const createdAt = new Date();
    const result = await sequelize.transaction(async (transaction) => {
      const post = await Post.findByPk(postId, { lock: true, transaction });
      if (!post || post.deletedAt) return post ? "deleted" : "none";
      const owner = await User.findByPk(ownerId, { attributes: author, raw: true, rejectOnEmpty: true, transaction });
      const values = { postId, ownerId, content: body.content, createdAt, updatedAt: createdAt };
      const comment = await Comment.create(values, { transaction });
      await post.increment("commentCount", { transaction });
      if (post.ownerId !== ownerId) {
        const notification = { userId: post.ownerId, type: 1, actorId: ownerId, postId, createdAt };
        await Notification.create(notification, { transaction });
        await User.increment("unreadCount", { where: { id: post.ownerId }, transaction });
      }
      return { owner, comment };
    });
    if (result === "deleted") return badRequest(response);
    if (result === "none") return notFound(response, postId);
    const { owner, comment } = result;
    response
      .status(201)
      .location(`/post/${postId}/comment/${comment.id}`)
      .json(presentComment({ ...itemOf(comment.get()), owner, mine: { type: null } }));
  });

  routes.post("/post/:postId/reaction", async ({ params, body }, response) => {
    const postId = parseId(params.postId);
    if (postId === undefined || !isReaction(body)) return badRequest(response);
    const userId: string = response.locals.userId;
    const { type } = body;
    const reaction = await sequelize.transaction(async (transaction) => {
      const post = await Post.findOne({ where: { id: postId, deletedAt: null }, lock: true, transaction });
      if (!post) return undefined;
      const old = await PostReaction.findOne({ where: { postId, userId }, transaction });
      if (old) {
        if (old.type === type) return old;
        await post.increment({ [`reactionCount${old.type}`]: -1, [`reactionCount${type}`]: 1 }, { transaction });
        return old.update({ type, isModified: true }, { transaction });
      }
      const createdAt = new Date();
      const made = await PostReaction.create({ postId, userId, type, createdAt }, { transaction });
      await post.increment({ [`reactionCount${type}`]: 1 }, { transaction });
      const notification = { userId: post.ownerId, type: 2, actorId: userId, postId };
      if (post.ownerId !== userId && !(await Notification.findOne({ where: notification, raw: true, transaction }))) {
        await Notification.create({ ...notification, createdAt }, { transaction });
        await User.increment("unreadCount", { where: { id: post.ownerId }, transaction });
      }
      return made;
    });
    if (!reaction) return notFound(response, postId);
    const user = await User.findByPk(userId, { attributes: author, raw: true });
    const { createdAt, isModified } = reaction;
    response.status(201).json({ user, type, createdAt, isModified });
  });

  return routes;
}

export function badRequest(response: Response): void {
  response.status(400).json({ result: "Bad Request", hint: "The request is off" });
}

function notFound(response: Response, postId: number): void {
  response.status(404).json({ result: "Not Found", hint: `There is no post ${postId}` });
}
