import { createHmac, randomBytes } from "node:crypto";
import type { Member } from "./members.ts";

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The header and the claims of a JWT, which can be read without a key. */
export function readToken(token: string): Parts {
  const [header = "", claims = ""] = token.split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { header: read(header), claims: read(claims) };
}

/** @param secret the key for HMAC-SHA-256; without one the token has no signature */
export function signJwt({ header, claims }: Parts, secret?: string): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${secret === undefined ? "" : createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** Invalid tokens by the reason why they are invalid. */
export function invalidTokens(member: Member, other: Member): Readonly<Record<string, string>> {
  const { header, claims } = readToken(member.token);
  const [head, , signature] = member.token.split(".");
  const otherClaims = other.token.split(".")[1];
  const stranger = randomBytes(32).toString("hex");
  return {
    "that is garbage": "garbage",
    "that is garbage in three parts": "a.b.c",
    "without a signature": `${member.token.slice(0, member.token.lastIndexOf("."))}.`,
    "with a changed signature": changeLast(member.token),
    "with another member's claims": `${head}.${otherClaims}.${signature}`,
    "that makes itself an admin": `${head}.${Buffer.from(JSON.stringify({ ...claims, adm: true })).toString("base64url")}.${signature}`,
    "with alg none": signJwt({ header: { ...header, alg: "none" }, claims }),
    "with alg None and a signature": signJwt({ header: { ...header, alg: "None" }, claims }, stranger),
    "signed with another key": signJwt({ header, claims }, stranger),
    "that has expired, signed with another key": signJwt(
      { header, claims: { ...claims, exp: Number(claims.iat) - 1 } },
      stranger,
    ),
    "signed with an empty key": signJwt({ header, claims }, ""),
    "that names another key": signJwt({ header: { ...header, kid: "other" }, claims }, stranger),
    "that contains its own key (jwk)": signJwt(
      { header: { ...header, jwk: { kty: "oct", k: Buffer.from(stranger).toString("base64url") } }, claims },
      stranger,
    ),
    "that is a refresh token": member.refreshToken,
  };
}

/** Changes the last character but one: the last one holds bits that the signature does not use. */
function changeLast(token: string): string {
  const at = token.length - 2;
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}
