import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
} from "sequelize";
import { counter, flag, timestampColumn, userReference } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

export interface User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  id: string;
  /** As Werkzeug writes it: `pbkdf2:sha256:<iterations>$<salt>$<hex>`. */
  passwordHash: string;
  name: string;
  nickname: CreationOptional<string | null>;
  bio: CreationOptional<string | null>;
  isAdmin: CreationOptional<boolean>;
  /** Set while the password is a temporary one, which must be changed and expires at this time. */
  temporaryPasswordExpiresAt: CreationOptional<Date | null>;
  /** How many of the user's notifications are unread. */
  unreadCount: CreationOptional<number>;
  createdAt: Date;
}

/** One login. Its tokens are valid until it is revoked, unless they expire earlier. */
export interface Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  id: string;
  userId: string;
  createdAt: Date;
  revokedAt: CreationOptional<Date | null>;
}

export interface RefreshToken extends Model<InferAttributes<RefreshToken>, InferCreationAttributes<RefreshToken>> {
  /** A digest of the token, which itself is stored nowhere. */
  hash: string;
  sessionId: string;
  createdAt: Date;
  expiresAt: Date;
  /** When it was exchanged for another. Seen again after that, it ends the session. */
  usedAt: CreationOptional<Date | null>;
}

export const userModel = modelOf((sequelize) =>
  sequelize.define<User>(
    "User",
    {
      id: { type: DataTypes.STRING(50), primaryKey: true },
      passwordHash: { type: DataTypes.STRING(500), allowNull: false },
      name: { type: DataTypes.STRING(16), allowNull: false },
      nickname: DataTypes.STRING(30),
      bio: DataTypes.STRING(85),
      isAdmin: flag(),
      temporaryPasswordExpiresAt: DataTypes.DATE(3),
      unreadCount: counter("unread_count"),
      createdAt: timestampColumn(),
    },
    { tableName: "users" },
  ),
);

export const sessionModel = modelOf((sequelize) =>
  sequelize.define<Session>(
    "Session",
    {
      id: { type: DataTypes.STRING(100), primaryKey: true },
      userId: userReference(),
      createdAt: timestampColumn(),
      revokedAt: DataTypes.DATE(3),
    },
    { tableName: "sessions" },
  ),
);

export const refreshTokenModel = modelOf((sequelize) =>
  sequelize.define<RefreshToken>(
    "RefreshToken",
    {
      hash: { type: DataTypes.STRING(100), primaryKey: true },
      sessionId: { type: DataTypes.STRING(100), allowNull: false },
      createdAt: timestampColumn(),
      expiresAt: timestampColumn(),
      usedAt: DataTypes.DATE(3),
    },
    { tableName: "refresh_tokens" },
  ),
);
