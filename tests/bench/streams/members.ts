import type { Database } from "../../../src/server/database/database.ts";
import { createAccessTokens } from "../../../src/server/features/account/access-tokens.ts";
import { createSigningKeys } from "../../../src/server/features/account/signing-keys.ts";
import { modelsOf } from "../../support/models.ts";

export interface Crew {
  /** One for each member. */
  readonly tokens: readonly string[];
  /** A post of each member. */
  readonly postIds: readonly number[];
  /** Of somebody who comments. */
  readonly writerToken: string;
}

/** Writes members, each with a post, straight into the database, and signs tokens for them as the server would. */
export async function addMembers(database: Database, count: number, secret: string): Promise<Crew> {
  const { User, Post } = modelsOf(database);
  const now = () => new Date();
  const tokens = createAccessTokens({ keys: createSigningKeys(secret), revocations: new Set(), now });
  const sign = (id: string) => tokens.sign({ id, isAdmin: false, sessionId: `session of ${id}` });
  const ids = Array.from({ length: count }, (_, index) => `member${index}`);
  const postIds: number[] = [];
  await User.create({ id: "writer", passwordHash: "none", name: "Writer", createdAt: now() });
  for (let start = 0; start < count; start += 500) {
    const some = ids.slice(start, start + 500);
    await database.write(async (transaction) => {
      await User.bulkCreate(
        some.map((id) => ({ id, passwordHash: "none", name: "Member", createdAt: now() })),
        { transaction },
      );
      const posts = await Post.bulkCreate(
        some.map((ownerId) => ({ ownerId, content: "Hello", createdAt: now(), updatedAt: now() })),
        { transaction },
      );
      postIds.push(...posts.map(({ id }) => id));
    });
  }
  // SQLite does not give back the ids of rows that are inserted together; they are in their order.
  const first = postIds[0] ?? 1;
  return { tokens: ids.map(sign), postIds: ids.map((_, index) => first + index), writerToken: sign("writer") };
}
