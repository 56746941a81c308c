import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
} from "sequelize";
import { counter, reactionCounters, serialKey, timestampColumn, userReference } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

export interface Post extends Model<InferAttributes<Post>, InferCreationAttributes<Post>> {
  id: CreationOptional<number>;
  ownerId: string;
  content: string;
  commentCount: CreationOptional<number>;
  reactionCount1: CreationOptional<number>;
  reactionCount2: CreationOptional<number>;
  reactionCount3: CreationOptional<number>;
  reactionCount4: CreationOptional<number>;
  reactionCount5: CreationOptional<number>;
  createdAt: Date;
  updatedAt: Date;
  /** Set on a deleted post. Its row stays, because a comment on it gets a different error than one on a post that never existed. */
  deletedAt: CreationOptional<Date | null>;
}

export const postModel = modelOf((sequelize) =>
  sequelize.define<Post>(
    "Post",
    {
      id: serialKey(),
      ownerId: userReference(),
      content: { type: DataTypes.TEXT, allowNull: false },
      commentCount: counter("comment_count"),
      ...reactionCounters(),
      createdAt: timestampColumn(),
      updatedAt: timestampColumn(),
      deletedAt: DataTypes.DATE(3),
    },
    { tableName: "posts" },
  ),
);
