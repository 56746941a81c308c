import type { Sequelize } from "sequelize";
import { defineRefreshTokens, defineSessions, defineUsers } from "../features/account/model.ts";
import {
  defineContractViolations,
  defineCounterShards,
  defineFailures,
  defineRequestMetrics,
} from "../features/backoffice/model.ts";
import { defineComments } from "../features/comment/model.ts";
import { defineNotifications } from "../features/notification/model.ts";
import { definePosts } from "../features/post/model.ts";
import { defineCommentReactions, definePostReactions } from "../features/reaction/model.ts";

export type Models = ReturnType<typeof defineModels>;

/** Every room's models, joined, for one connection. */
export function defineModels(sequelize: Sequelize) {
  const models = {
    User: defineUsers(sequelize),
    Session: defineSessions(sequelize),
    RefreshToken: defineRefreshTokens(sequelize),
    Post: definePosts(sequelize),
    Comment: defineComments(sequelize),
    PostReaction: definePostReactions(sequelize),
    CommentReaction: defineCommentReactions(sequelize),
    Notification: defineNotifications(sequelize),
    Tally: defineCounterShards(sequelize),
    RequestFigure: defineRequestMetrics(sequelize),
    ContractViolation: defineContractViolations(sequelize),
    Failure: defineFailures(sequelize),
  };
  const { User, Session, RefreshToken, Post, Comment, PostReaction, CommentReaction, Notification } = models;
  Session.belongsTo(User, { as: "user", foreignKey: "userId" });
  RefreshToken.belongsTo(Session, { as: "session", foreignKey: "sessionId" });
  Post.belongsTo(User, { as: "owner", foreignKey: "ownerId" });
  Comment.belongsTo(User, { as: "owner", foreignKey: "ownerId" });
  Comment.belongsTo(Post, { as: "post", foreignKey: "postId" });
  PostReaction.belongsTo(User, { as: "user", foreignKey: "userId" });
  PostReaction.belongsTo(Post, { as: "post", foreignKey: "postId" });
  CommentReaction.belongsTo(User, { as: "user", foreignKey: "userId" });
  CommentReaction.belongsTo(Comment, { as: "comment", foreignKey: "commentId" });
  Notification.belongsTo(User, { as: "actor", foreignKey: "actorId" });
  Notification.belongsTo(Post, { as: "post", foreignKey: "postId" });
  return models;
}
