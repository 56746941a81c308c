/*
 * JSON schemas for Fastify, which compiles them with Ajv and fast-json-stringify.
 */
const text = { type: "string" };
const integer = { type: "integer" };
const nullableText = { type: "string", nullable: true };
const nullableInteger = { type: "integer", nullable: true };

const object = (properties: Readonly<Record<string, object>>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const author = object({ id: text, name: text, nickname: nullableText });
const counts = object({ "1": integer, "2": integer, "3": integer, "4": integer, "5": integer });

export const post = object({
  id: integer,
  owner: author,
  content: text,
  createdAt: text,
  updatedAt: text,
  commentCount: integer,
  reactionCounts: counts,
  myReaction: nullableInteger,
});

export const comment = object({
  id: integer,
  postId: integer,
  owner: author,
  content: text,
  isModified: { type: "boolean" },
  createdAt: text,
  updatedAt: text,
  reactionCounts: counts,
  myReaction: nullableInteger,
});

const notification = object({
  id: integer,
  type: integer,
  actor: author,
  postId: integer,
  isRead: { type: "boolean" },
  createdAt: text,
});

export const list = (items: object) => object({ items: { type: "array", items }, nextCursor: nullableText });

export const notifications = object({
  items: { type: "array", items: notification },
  nextCursor: nullableText,
  unreadCount: integer,
});

export const reaction = object({ user: author, type: integer, createdAt: text, isModified: { type: "boolean" } });

export const tokens = object({
  accessToken: text,
  refreshToken: text,
  tokenType: text,
  expiresIn: integer,
  mustChangePassword: { type: "boolean" },
});

export const page = {
  type: "object",
  properties: { limit: { type: "integer", minimum: 1, maximum: 100 }, cursor: { type: "string", maxLength: 200 } },
  additionalProperties: false,
};

export const postId = object({ postId: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER } });
export const userId = object({ userId: { type: "string", pattern: "^[A-Za-z0-9._@+-]{4,50}$" } });

export const content = (maxLength: number) =>
  object({ content: { type: "string", minLength: 1, maxLength, pattern: "^[^\\u0000\\uD800-\\uDFFF]*$" } });

export const newReaction = object({ type: { type: "integer", minimum: 1, maximum: 5 } });
export const credentials = object({
  id: { type: "string", maxLength: 50 },
  password: { type: "string", maxLength: 200 },
});
