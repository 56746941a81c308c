import type { Database } from "../../../src/server/database/database.ts";
import { createAccessTokens } from "../../../src/server/features/account/access-tokens.ts";
import { createSigningKeys } from "../../../src/server/features/account/signing-keys.ts";
import { modelsOf } from "../../support/models.ts";

export interface StreamMembers {
  /** Access tokens, one per member. */
  readonly tokens: readonly string[];
  /** One post of each member. */
  readonly postIds: readonly number[];
  /** Access token of the member who comments. */
  readonly writerToken: string;
}

/** Inserts members with one post each into the database, and signs access tokens for them as the server does. */
export async function addMembers(database: Database, count: number, secret: string): Promise<StreamMembers> {
  const { User, Post } = modelsOf(database);
  const now = () => new Date();
  const tokens = createAccessTokens({ keys: createSigningKeys(secret), revocations: new Set(), now });
  const sign = (id: string) => tokens.sign({ id, isAdmin: false, sessionId: `session of ${id}` });
  const ids = Array.from({ length: count }, (_, index) => `member${index}`);
  const postIds: number[] = [];
  await User.create({ id: "writer", passwordHash: "none", name: "Writer", createdAt: now() });
  for (let start = 0; start < count; start += 500) {
    const batch = ids.slice(start, start + 500);
    await database.write(async (transaction) => {
      await User.bulkCreate(
        batch.map((id) => ({ id, passwordHash: "none", name: "Member", createdAt: now() })),
        { transaction },
      );
      const posts = await Post.bulkCreate(
        batch.map((ownerId) => ({ ownerId, content: "Hello", createdAt: now(), updatedAt: now() })),
        { transaction },
      );
      postIds.push(...posts.map(({ id }) => id));
    });
  }
  // SQLite returns no ids for a bulk insert. They are consecutive.
  const first = postIds[0] ?? 1;
  return { tokens: ids.map(sign), postIds: ids.map((_, index) => first + index), writerToken: sign("writer") };
}
