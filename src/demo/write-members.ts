import { addToCounters } from "../server/database/counters/sharded-counters.ts";
import type { Database } from "../server/database/database.ts";
import { userModel } from "../server/features/account/model.ts";
import type { Random } from "../util/seeded-random.ts";
import { demoMember, type Member, makeMember } from "./people.ts";

const chunkSize = 500;
const dayMs = 86_400_000;
/** Members joined at some time in the three months before the first post. */
const joinPeriodMs = 90 * dayMs;

export interface NewMembers {
  readonly database: Database;
  readonly count: number;
  readonly passwordHash: string;
  /** All joined before this moment, in milliseconds since 1970. */
  readonly before: number;
  readonly random: Random;
  /** Called after each transaction with the number of rows that it wrote. */
  readonly progress: (rows: number) => void;
}

/** Signs members up, all with one password. None gets an id that is in use. The first is the demo's own, if it is not there yet. */
export async function writeMembers(options: NewMembers): Promise<readonly Member[]> {
  const { database, count, passwordHash, before, random, progress } = options;
  const User = userModel(database);
  const members: Member[] = [];
  const taken = new Set<string>([demoMember.id]);
  const isFirstDemo = (await User.findByPk(demoMember.id)) === null;
  const joined = Array.from({ length: count }, () => before - random() * joinPeriodMs).sort((a, b) => a - b);

  while (members.length < count) {
    const chunk: Member[] = isFirstDemo && members.length === 0 ? [demoMember] : [];
    while (chunk.length < chunkSize && members.length + chunk.length < count) {
      const candidates = draw(random, taken, Math.min(chunkSize, count - members.length) - chunk.length);
      const ids = candidates.map(({ id }) => id);
      const known = await User.findAll({ where: { id: ids }, attributes: ["id"] });
      const inUse = new Set(known.map(({ id }) => id));
      chunk.push(...candidates.filter(({ id }) => !inUse.has(id)));
    }
    const rows = chunk.map(({ id, name, nickname, bio }, index) => {
      const createdAt = new Date(joined[members.length + index] ?? before);
      return { id, passwordHash, name, nickname, bio, createdAt };
    });
    await database.write(async (transaction) => {
      await User.bulkCreate(rows, { transaction });
      await addToCounters(database, transaction, { users: rows.length });
    });
    members.push(...chunk);
    progress(chunk.length);
  }
  return members;
}

function draw(random: Random, taken: Set<string>, count: number): readonly Member[] {
  return Array.from({ length: count }, () => {
    const member = makeMember(random, (id) => taken.has(id));
    taken.add(member.id);
    return member;
  });
}
