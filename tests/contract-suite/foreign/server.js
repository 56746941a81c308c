// An independent implementation of some operations of the same guideline: plain JavaScript, one file, nothing on disk.
// FLAWS is a comma-separated list of deliberate violations: utf-16-lengths, any-signature, missing-is-404, pages-repeat, hash-served.
import { createHmac, randomBytes, randomUUID, scryptSync, timingSafeEqual } from "node:crypto";
import { createServer, STATUS_CODES } from "node:http";

const flaws = new Set((process.env.FLAWS ?? "").split(","));
const secret = randomBytes(32);
const users = new Map();
const posts = new Map();
let lastPost = 0;

class Refusal extends Error {
  constructor(status, hint, headers = {}) {
    super(hint);
    Object.assign(this, { status, headers });
  }
}
const badRequest = (hint) => new Refusal(400, hint);
const text = (min, max, pattern = /^[^\0\ud800-\udfff]*$/u) => ({ min, max, pattern, isRequired: true });
const newUser = {
  id: text(4, 50, /^[\w.@+-]*$/),
  password: text(10, 100),
  name: text(2, 16),
  nickname: { ...text(1, 30), isRequired: false },
  bio: { ...text(1, 85), isRequired: false },
};

function checkText(name, value, { min, max, pattern }) {
  if (typeof value !== "string") throw badRequest(`${name} must be a string`);
  const length = flaws.has("utf-16-lengths") ? value.length : [...value].length;
  if (length < min || length > max || !pattern.test(value))
    throw badRequest(`${name} must have ${min} to ${max} valid characters`);
}

function checkBody(body, rules) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw badRequest("The body must be an object");
  for (const name of Object.keys(body)) if (!Object.hasOwn(rules, name)) throw badRequest(`Unknown property ${name}`);
  for (const [name, rule] of Object.entries(rules)) {
    if (!rule.isRequired && (body[name] ?? null) === null) continue;
    if (!Object.hasOwn(body, name)) throw badRequest(`${name} is missing`);
    checkText(name, body[name], rule);
  }
  return body;
}

/** JSON.parse lets the last of two equal names win, so the names of each object are read once more. */
function parseJson(bytes) {
  try {
    const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(source);
    const open = [];
    for (const [token, , isName] of source.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
      if (token === "{") open.push(new Set());
      else if (token === "}") open.pop();
      else if (isName) {
        const name = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1));
        if (open.at(-1).has(name)) throw new Refusal(400, `${name} is repeated`);
        open.at(-1).add(name);
      }
    }
    return value;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw badRequest("The body must be JSON in UTF-8");
  }
}

async function readBody(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= 65_536) parts.push(part);
  }
  if (size > 65_536) throw new Refusal(413, "A body has at most 64 KiB");
  const isJson = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers["content-type"] ?? "");
  if (!isJson || "content-encoding" in request.headers) throw new Refusal(415, "The body must be application/json");
  return parseJson(Buffer.concat(parts));
}

const mac = (given) => createHmac("sha256", secret).update(given).digest("base64url");
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function sign(id) {
  const claims = `${base64({ alg: "HS256", typ: "JWT" })}.${base64({ sub: id, exp: Math.floor(Date.now() / 1000) + 900, jti: randomUUID() })}`;
  return `${claims}.${mac(claims)}`;
}

function authenticate({ method, headers }, path) {
  const hint = `You have not permission for '${method} ${path}'`;
  if (headers.authorization === undefined) throw new Refusal(403, hint, { "WWW-Authenticate": "Bearer" });
  const [, head, claims, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(headers.authorization) ?? [];
  const isValid = claims !== undefined && (signature === mac(`${head}.${claims}`) || flaws.has("any-signature"));
  const { sub, exp } = isValid ? JSON.parse(Buffer.from(claims, "base64url")) : {};
  if (!isValid || exp * 1000 < Date.now())
    throw new Refusal(403, hint, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
  return { user: users.get(sub), forbidden: () => new Refusal(403, hint) };
}

const hash = (password, salt) => scryptSync(password, salt, 32, { N: 1024 });
const show = ({ user: { id, name, nickname }, ...post }) => ({
  ...post,
  owner: { id, name, nickname },
  commentCount: 0,
  reactionCounts: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
  myReaction: null,
});

function postId({ postId: given }) {
  if (!/^[1-9]\d*$/.test(given) || Number(given) > Number.MAX_SAFE_INTEGER)
    throw badRequest("postId must be a whole number");
  return Number(given);
}

function pageOf({ limit = "20", cursor }) {
  if (!/^[1-9]\d?$|^100$/.test(limit)) throw badRequest("limit must be a whole number from 1 to 100");
  const [, id, given] = /^(\d+)_([\w-]+)$/.exec(cursor ?? "") ?? [];
  if (cursor !== undefined && !(id && given === mac(id)))
    throw badRequest("cursor must be one that this list gave out");
  return { limit: Number(limit), before: id && !flaws.has("pages-repeat") ? Number(id) : Number.POSITIVE_INFINITY };
}

const operations = {
  "GET /health": { isOpen: true, run: () => [200, { status: "ok" }] },
  "GET /user/{userId}/availability": {
    isOpen: true,
    run({ values: { userId } }) {
      checkText("userId", userId, newUser.id);
      if (users.has(userId)) throw new Refusal(409, `${userId} is taken`);
      return [200, { id: userId, available: true }];
    },
  },
  "POST /user": {
    isOpen: true,
    body: newUser,
    run({ body: { password, id, name, nickname = null, bio = null } }) {
      if (users.has(id)) throw new Refusal(409, `${id} is taken`);
      const salt = randomBytes(16);
      const user = { id, name, nickname, bio, createdAt: new Date().toISOString() };
      users.set(id, { ...user, salt, hash: hash(password, salt) });
      return [201, flaws.has("hash-served") ? { ...user, passwordHash: "$2b$10$" } : user, { Location: `/user/${id}` }];
    },
  },
  "POST /auth/login": {
    isOpen: true,
    body: { id: text(1, 50), password: text(1, 100) },
    run({ body: { id, password } }) {
      const user = users.get(id);
      if (!user || !timingSafeEqual(hash(password, user.salt), user.hash))
        throw new Refusal(401, "The id or the password is wrong");
      const refreshToken = randomBytes(32).toString("base64url");
      return [
        200,
        { accessToken: sign(id), refreshToken, tokenType: "Bearer", expiresIn: 900, mustChangePassword: false },
      ];
    },
  },
  "POST /post": {
    body: { content: text(1, 3000) },
    run({ body: { content }, user }) {
      const createdAt = new Date().toISOString();
      const post = { id: ++lastPost, user, content, createdAt, updatedAt: createdAt };
      posts.set(post.id, post);
      return [201, show(post), { Location: `/post/${post.id}` }];
    },
  },
  "GET /post": {
    query: ["limit", "cursor"],
    run({ query }) {
      const { limit, before } = pageOf(query);
      const found = [...posts.values()].filter(({ id }) => id < before).reverse();
      if (found.length === 0 && !query.cursor) return [204];
      const items = found.slice(0, limit).map(show);
      if (found.length <= limit) return [200, { items, nextCursor: null }];
      const nextCursor = `${items.at(-1).id}_${mac(String(items.at(-1).id))}`;
      return [200, { items, nextCursor }, { Link: `</post?limit=${limit}&cursor=${nextCursor}>; rel="next"` }];
    },
  },
  "GET /post/{postId}": {
    run({ values }) {
      const post = posts.get(postId(values));
      if (!post && flaws.has("missing-is-404")) throw new Refusal(404, "There is no such post");
      return post ? [200, show(post)] : [204];
    },
  },
  "DELETE /post/{postId}": {
    run({ values, user, forbidden }) {
      const id = postId(values);
      if (!posts.has(id)) throw new Refusal(404, `There is no post ${id}`);
      if (posts.get(id).user !== user) throw forbidden();
      posts.delete(id);
      return [200, { id }];
    },
  },
};

const table = Object.entries(operations).map(([address, operation]) => {
  const [method, path] = address.split(" ");
  return { ...operation, method, pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`) };
});

function decode(given, what) {
  try {
    return decodeURIComponent(given);
  } catch {
    throw badRequest(`${what} has a malformed percent-encoding`);
  }
}

async function handle(request) {
  const [path, search = ""] = request.url.split("?");
  const rows = table.filter(({ pattern }) => pattern.test(path));
  if (rows.length === 0) throw new Refusal(404, `There is nothing at ${path}`);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const row = rows.find((each) => each.method === method);
  if (!row) throw new Refusal(405, `${path} has no ${method}`, { Allow: rows.map((each) => each.method).join(", ") });
  const caller = row.isOpen ? {} : authenticate(request, path);
  const values = { ...row.pattern.exec(path).groups };
  for (const name of Object.keys(values)) values[name] = decode(values[name], name);
  const query = {};
  for (const [name, value] of search
    .split("&")
    .filter(Boolean)
    .map((part) => part.split("="))) {
    const key = decode(name, "The query");
    if (!row.query?.includes(key)) throw badRequest(`Unknown query parameter ${key}`);
    if (key in query) throw badRequest(`${key} is repeated`);
    query[key] = decode(value ?? "", key);
  }
  const body = row.body ? checkBody(await readBody(request), row.body) : undefined;
  return row.run({ ...caller, values, query, body });
}

const server = createServer(async (request, response) => {
  const given = request.headers["x-request-id"] ?? "";
  const requestId = /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
  const send = (status, body, headers, type = "application/json") => {
    response.writeHead(status, { "X-Request-Id": requestId, ...(body && { "Content-Type": type }), ...headers });
    response.end(body && JSON.stringify(body));
  };
  try {
    const [status, body, headers] = await handle(request);
    send(status, body, headers);
  } catch (error) {
    const { status = 500, message: detail, headers, title = STATUS_CODES[status] } = error;
    const isPlain = !/^application\/problem\+json\b/.test(request.headers.accept);
    if (isPlain) return send(status, { result: title, hint: detail.slice(0, 300) }, headers);
    const problem = { type: "about:blank", title, status, detail, instance: `urn:uuid:${requestId}` };
    send(status, problem, headers, "application/problem+json");
  }
}).listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
