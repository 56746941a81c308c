import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
} from "sequelize";
import {
  flag,
  reactionCounters,
  reference,
  serialKey,
  timestampColumn,
  userReference,
} from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

export interface Comment extends Model<InferAttributes<Comment>, InferCreationAttributes<Comment>> {
  id: CreationOptional<number>;
  postId: number;
  ownerId: string;
  content: string;
  isModified: CreationOptional<boolean>;
  reactionCount1: CreationOptional<number>;
  reactionCount2: CreationOptional<number>;
  reactionCount3: CreationOptional<number>;
  reactionCount4: CreationOptional<number>;
  reactionCount5: CreationOptional<number>;
  createdAt: Date;
  updatedAt: Date;
}

export const commentModel = modelOf((sequelize) =>
  sequelize.define<Comment>(
    "Comment",
    {
      id: serialKey(),
      postId: reference(),
      ownerId: userReference(),
      content: { type: DataTypes.TEXT, allowNull: false },
      isModified: flag(),
      ...reactionCounters(),
      createdAt: timestampColumn(),
      updatedAt: timestampColumn(),
    },
    { tableName: "comments" },
  ),
);
