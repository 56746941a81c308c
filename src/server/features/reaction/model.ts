import type { CreationOptional, InferAttributes, InferCreationAttributes, Model } from "sequelize";
import { flag, reactionType, reference, serialKey, timestampColumn, userReference } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

/** A user's one reaction to a post. */
export interface PostReaction extends Model<InferAttributes<PostReaction>, InferCreationAttributes<PostReaction>> {
  id: CreationOptional<number>;
  postId: number;
  userId: string;
  type: number;
  /** Whether the type has changed since the reaction was created. */
  isModified: CreationOptional<boolean>;
  createdAt: Date;
}

/** A user's one reaction to a comment. */
export interface CommentReaction
  extends Model<InferAttributes<CommentReaction>, InferCreationAttributes<CommentReaction>> {
  id: CreationOptional<number>;
  commentId: number;
  userId: string;
  type: number;
  createdAt: Date;
}

export const postReactionModel = modelOf((sequelize) =>
  sequelize.define<PostReaction>(
    "PostReaction",
    {
      id: serialKey(),
      postId: reference(),
      userId: userReference(),
      type: reactionType(),
      isModified: flag(),
      createdAt: timestampColumn(),
    },
    { tableName: "post_reactions" },
  ),
);

export const commentReactionModel = modelOf((sequelize) =>
  sequelize.define<CommentReaction>(
    "CommentReaction",
    {
      id: serialKey(),
      commentId: reference(),
      userId: userReference(),
      type: reactionType(),
      createdAt: timestampColumn(),
    },
    { tableName: "comment_reactions" },
  ),
);
