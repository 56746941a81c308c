import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
} from "sequelize";
import { flag, reference, serialKey, timestampColumn, userReference } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

export interface Notification extends Model<InferAttributes<Notification>, InferCreationAttributes<Notification>> {
  id: CreationOptional<number>;
  /** The member who is notified. */
  userId: string;
  /** 1: commented on my post, 2: reacted to my post. */
  type: number;
  actorId: string;
  postId: number;
  isRead: CreationOptional<boolean>;
  createdAt: Date;
}

export const notificationModel = modelOf((sequelize) =>
  sequelize.define<Notification>(
    "Notification",
    {
      id: serialKey(),
      userId: userReference(),
      type: { type: DataTypes.SMALLINT, allowNull: false },
      actorId: userReference(),
      postId: reference(),
      isRead: flag(),
      createdAt: timestampColumn(),
    },
    { tableName: "notifications" },
  ),
);
