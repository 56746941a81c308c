import { createHash, type KeyObject, pbkdf2, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { signToken } from "./tokens.ts";

const derive = promisify(pbkdf2);
const accessTokenSeconds = 15 * 60;
const refreshTokenMilliseconds = 30 * 24 * 60 * 60_000;

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly refreshTokenHash: string;
  readonly expiresAt: Date;
}

/** Verifies a password against a hash in Werkzeug's format. Node's asynchronous PBKDF2 runs in libuv's thread pool. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, digest = "", iterations = "", salt = "", key = ""] =
    /^pbkdf2:(\w+):(\d+)\$([^$]+)\$(.+)$/.exec(stored) ?? [];
  const expected = Buffer.from(key, "hex");
  return timingSafeEqual(await derive(password, salt, Number(iterations), expected.length, digest), expected);
}

/** Creates a session and its tokens. The caller stores the session. */
export function startSession(secret: KeyObject, userId: string, mustChangePassword: boolean) {
  const createdAt = new Date();
  const refreshToken = randomBytes(32).toString("base64url");
  const session: NewSession = {
    id: randomUUID(),
    userId,
    createdAt,
    refreshTokenHash: createHash("sha256").update(refreshToken).digest("hex"),
    expiresAt: new Date(createdAt.getTime() + refreshTokenMilliseconds),
  };
  const accessToken = signToken(secret, userId, session.id, accessTokenSeconds);
  return {
    session,
    body: { accessToken, refreshToken, tokenType: "Bearer", expiresIn: accessTokenSeconds, mustChangePassword },
  };
}
