/*
 * (4) Express 5 and Sequelize 6 in the usual style: an Express route per operation, models joined by includes, a managed
 * transaction per write. It follows Sequelize's advice on performance: raw, nested rows instead of instances, only the
 * needed attributes, a `hasOne` instead of a second query for the reactions, keyset pagination instead of OFFSET, counters
 * instead of COUNT. Express's ETag and X-Powered-By are off. No log, metrics, limits or token revocation.
 */
import express, { type Request, type Response } from "express";
import jwt from "jsonwebtoken";
import pg from "pg";
import { Op, Sequelize } from "sequelize";
import { createCursors } from "./cursors.ts";
import { host, poolSize, readEnvironment } from "./environment.ts";
import { startSession, verifyPassword } from "./login.ts";
import { associatedModels } from "./sequelize-models.ts";
import {
  author,
  type ItemRow,
  type NotificationRow,
  presentComment,
  presentNotification,
  presentPost,
  rowsOf,
} from "./sequelize-rows.ts";
import { badRequest, writeRoutes } from "./sequelize-writes.ts";
import { forbidden, isLogin, maxId, parseId, parseLimit } from "./validation.ts";

const { port, databaseUrl, secret } = readEnvironment();
const cursors = createCursors(secret);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const sequelize = new Sequelize(databaseUrl, {
  dialect: "postgres",
  logging: false,
  define: { timestamps: false, underscored: true },
  pool: { max: poolSize, min: poolSize },
});
const models = associatedModels(sequelize);
const { User, Session, RefreshToken, Post, Comment, Notification } = models;
const raw = { raw: true, nest: true } as const;

const app = express();
app.disable("x-powered-by").disable("etag");
app.use(express.json({ limit: "64kb" }));

app.get("/health", (_request, response) => {
  response.json({ status: "ok" });
});

app.post("/auth/login", async ({ body }, response) => {
  if (!isLogin(body)) return badRequest(response);
  const user = await User.findByPk(body.id, { raw: true });
  if (!user || !(await verifyPassword(body.password, user.passwordHash))) {
    response.status(401).json({ result: "Unauthorized", hint: "The id or the password is wrong" });
    return;
  }
  const { session, body: tokens } = startSession(secret, user.id, user.temporaryPasswordExpiresAt !== null);
  await sequelize.transaction(async (transaction) => {
    const { id, userId, createdAt, refreshTokenHash, expiresAt } = session;
    await Session.create({ id, userId, createdAt }, { transaction });
    await RefreshToken.create({ hash: refreshTokenHash, sessionId: id, createdAt, expiresAt }, { transaction });
  });
  response.json(tokens);
});

app.use((request, response, next) => {
  const { authorization = "" } = request.headers;
  try {
    const claims = jwt.verify(authorization.replace(/^Bearer /, ""), secret, {
      algorithms: ["HS256"],
      issuer: "minifb",
      audience: "minifb",
    });
    response.locals.userId = claims.sub;
    next();
  } catch {
    response.status(403).json(forbidden(request.method, request.path));
  }
});

const findPosts = (userId: string, where: object, limit: number): Promise<ItemRow[]> =>
  rowsOf(
    Post.findAll({
      where: { deletedAt: null, ...where },
      include: [
        { association: "owner", attributes: author },
        { association: "mine", attributes: ["type"], where: { userId }, required: false },
      ],
      order: [["id", "DESC"]],
      limit,
      ...raw,
    }),
  );

app.get("/post", async (request, response) => {
  const start = startOfPage("/post", request, maxId);
  if (!start) return badRequest(response);
  const posts = await findPosts(response.locals.userId, { id: { [Op.lt]: start.after } }, start.limit + 1);
  sendPage(response, "/post", start.limit, posts, presentPost);
});

app.get("/post/:postId", async (request, response) => {
  const id = parseId(request.params.postId);
  if (id === undefined) return badRequest(response);
  const [post] = await findPosts(response.locals.userId, { id }, 1);
  if (post) response.json(presentPost(post));
  else response.status(204).end();
});

app.get("/timeline{/:userId}", async (request, response) => {
  const ownerId = request.params.userId ?? response.locals.userId;
  const list = request.params.userId === undefined ? "/timeline" : `/timeline/${encodeURIComponent(ownerId)}`;
  const start = startOfPage(list, request, maxId);
  if (!start) return badRequest(response);
  const where = { ownerId, id: { [Op.lt]: start.after } };
  const posts = await findPosts(response.locals.userId, where, start.limit + 1);
  if (posts.length === 0 && !(await User.findByPk(ownerId, { attributes: ["id"], raw: true }))) {
    response.status(204).end();
    return;
  }
  sendPage(response, list, start.limit, posts, presentPost);
});

app.get("/post/:postId/comment", async (request, response) => {
  const postId = parseId(request.params.postId);
  const list = `/post/${postId}/comment`;
  const start = startOfPage(list, request, 0);
  if (!start || postId === undefined) return badRequest(response);
  const post = await Post.findOne({ where: { id: postId, deletedAt: null }, attributes: ["id"], raw: true });
  if (!post) {
    response.status(204).end();
    return;
  }
  const comments = await rowsOf<ItemRow>(
    Comment.findAll({
      where: { postId, id: { [Op.gt]: start.after } },
      include: [
        { association: "owner", attributes: author },
        { association: "mine", attributes: ["type"], where: { userId: response.locals.userId }, required: false },
      ],
      order: [["id", "ASC"]],
      limit: start.limit + 1,
      ...raw,
    }),
  );
  sendPage(response, list, start.limit, comments, presentComment);
});

app.get("/notification", async (request, response) => {
  const start = startOfPage("/notification", request, maxId);
  if (!start) return badRequest(response);
  const { userId } = response.locals;
  const [me, notifications] = await Promise.all([
    User.findByPk(userId, { attributes: ["unreadCount"], raw: true, rejectOnEmpty: true }),
    rowsOf<NotificationRow>(
      Notification.findAll({
        where: { userId, id: { [Op.lt]: start.after } },
        include: [{ association: "actor", attributes: author }],
        order: [["id", "DESC"]],
        limit: start.limit + 1,
        ...raw,
      }),
    ),
  ]);
  if (notifications.length === 0) response.status(204).end();
  else {
    const more = { unreadCount: me.unreadCount };
    sendPage(response, "/notification", start.limit, notifications, presentNotification, more);
  }
});

app.use(writeRoutes(sequelize, models));
app.listen(port, host);

function startOfPage(list: string, { query }: Request, otherwise: number) {
  const limit = parseLimit(typeof query.limit === "string" ? query.limit : undefined);
  const after = typeof query.cursor === "string" ? cursors.decode(list, query.cursor) : otherwise;
  return limit === undefined || after === undefined ? undefined : { limit, after };
}

function sendPage<Row extends { readonly id: number }>(
  response: Response,
  list: string,
  limit: number,
  rows: readonly Row[],
  present: (row: Row) => object,
  more: object = {},
): void {
  const items = rows.slice(0, limit).map(present);
  const last = rows[limit - 1];
  const nextCursor = rows.length > limit && last ? cursors.encode(list, last.id) : null;
  if (nextCursor !== null) response.set("Link", `<${list}?limit=${limit}&cursor=${nextCursor}>; rel="next"`);
  response.json({ items, nextCursor, ...more });
}
