import { randomBytes, randomInt } from "node:crypto";
import process from "node:process";
import { parseArgs } from "node:util";
import { fill } from "../demo/fill.ts";
import { demoLogin } from "../demo/login.ts";
import { progressBar } from "../demo/progress.ts";
import { hashPassword } from "../server/crypto/key-derivation.ts";
import { migrate } from "../server/database/migrations/migrate.ts";
import { alphanumeric, randomString } from "../util/random.ts";
import { seededRandom } from "../util/seeded-random.ts";
import { reportErrors, UsageError, withDatabase } from "./with-database.ts";

const maxAmount = 10_000_000;

const help = `npm run demo -- [--users N] [--posts N] [--comments N] [--reactions N] [--seed N]: fills the database with
generated members, posts, comments, reactions and notifications of the past six weeks.

  --users N       number of members (default 50)
  --posts N       number of posts (default 500)
  --comments N    number of comments (default 3 per post)
  --reactions N   number of reactions to posts and comments (default 5 per post)
  --seed N        makes the same data on an empty database (default random)
  --help          show this text

One member is "${demoLogin.id}"; the password of all members is "${demoLogin.password}". A further run adds more. The server may be
running. The database is that of npm start: DATABASE_URL, otherwise SQLite in DATA_DIR.`;

async function main(args: string[]): Promise<void> {
  const flags = parse(args);
  if (flags.help) {
    console.log(help);
    return;
  }
  const users = wholeNumber("users", flags.users, 50);
  const posts = wholeNumber("posts", flags.posts, 500);
  const comments = wholeNumber("comments", flags.comments, 3 * posts);
  const reactions = wholeNumber("reactions", flags.reactions, 5 * posts);
  const seed = wholeNumber("seed", flags.seed, randomInt(2 ** 32), 2 ** 32 - 1);
  if (users === 0 && posts > 0) throw new UsageError("--posts needs at least one member: --users 1");

  await withDatabase(async (database, config) => {
    const started = performance.now();
    await migrate(database);
    const salt = randomString(randomBytes, 16, alphanumeric);
    const passwordHash = await hashPassword(demoLogin.password, salt, config.pbkdf2Iterations);
    const random = seededRandom(seed);
    const progress = progressBar(process.stdout);
    const amounts = { users, posts, comments, reactions };
    const made = await fill({ ...amounts, database, passwordHash, now: new Date(), random, progress });

    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const { member, ...counts } = made;
    const list = Object.entries(counts).map(([what, count]) => `${count.toLocaleString("en")} ${what}`);
    console.log(`Made ${list.join(", ")} in ${seconds} s (seed ${seed}).`);
    if (member !== undefined) console.log(`Log in as ${member} with the password ${demoLogin.password}`);
  });
}

function parse(args: string[]) {
  const number = { type: "string" } as const;
  const help = { type: "boolean", short: "h" } as const;
  const options = { users: number, posts: number, comments: number, reactions: number, seed: number, help };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\nSee npm run demo -- --help`);
  }
}

function wholeNumber(name: string, text: string | undefined, fallback: number, max = maxAmount): number {
  if (text === undefined) return fallback;
  if (/^\d{1,10}$/.test(text) && Number(text) <= max) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 0 to ${max}, not "${text}"`);
}

await reportErrors(() => main(process.argv.slice(2)));
