import type { Sequelize } from "sequelize";
import { modelsOf } from "../../support/models.ts";

export type Models = ReturnType<typeof associatedModels>;

/** minifb's models, joined by the associations that queries with `include` need. */
export function associatedModels(sequelize: Sequelize) {
  const models = modelsOf({ sequelize });
  const { User, Post, Comment, PostReaction, CommentReaction, Notification } = models;
  Post.belongsTo(User, { as: "owner", foreignKey: "ownerId" });
  Comment.belongsTo(User, { as: "owner", foreignKey: "ownerId" });
  Notification.belongsTo(User, { as: "actor", foreignKey: "actorId" });
  Post.hasOne(PostReaction, { as: "mine", foreignKey: "postId" });
  Comment.hasOne(CommentReaction, { as: "mine", foreignKey: "commentId" });
  return models;
}
