import type {
  CreationOptional,
  InferAttributes,
  InferCreationAttributes,
  Model,
  ModelStatic,
  NonAttribute,
  Sequelize,
} from "sequelize";
import { flag, reactionType, reference, serialKey, timestampColumn, userReference } from "../../database/columns.ts";
import type { User } from "../account/model.ts";

/** A user's one reaction to a post. */
export interface PostReaction extends Model<InferAttributes<PostReaction>, InferCreationAttributes<PostReaction>> {
  id: CreationOptional<number>;
  postId: number;
  userId: string;
  type: number;
  /** Whether its type was changed after it was made. */
  isModified: CreationOptional<boolean>;
  createdAt: Date;
  user?: NonAttribute<User>;
}

/** A user's one reaction to a comment. */
export interface CommentReaction
  extends Model<InferAttributes<CommentReaction>, InferCreationAttributes<CommentReaction>> {
  id: CreationOptional<number>;
  commentId: number;
  userId: string;
  type: number;
  createdAt: Date;
  user?: NonAttribute<User>;
}

export function definePostReactions(sequelize: Sequelize): ModelStatic<PostReaction> {
  return sequelize.define<PostReaction>(
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
  );
}

export function defineCommentReactions(sequelize: Sequelize): ModelStatic<CommentReaction> {
  return sequelize.define<CommentReaction>(
    "CommentReaction",
    {
      id: serialKey(),
      commentId: reference(),
      userId: userReference(),
      type: reactionType(),
      createdAt: timestampColumn(),
    },
    { tableName: "comment_reactions" },
  );
}
