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
import { reportingFaults, UsageError, withDatabase } from "./with-database.ts";

const MOST = 10_000_000;

const help = `npm run demo -- [--users N] [--posts N] [--comments N] [--reactions N] [--seed N]: fills the database with
made-up members, their posts, comments and reactions of the past six weeks, and what these notify of.

  --users N       members (50)
  --posts N       posts (500)
  --comments N    comments (3 a post)
  --reactions N   reactions (5 a post), to posts and to comments
  --seed N        makes up the same again on an empty database; a random one otherwise

One of them is "${demoLogin.id}"; everyone's password is "${demoLogin.password}". Run again, it adds more. A server may be running meanwhile.
Works on the database of npm start: DATABASE_URL, or else SQLite in DATA_DIR.`;

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

function wholeNumber(name: string, text: string | undefined, fallback: number, most = MOST): number {
  if (text === undefined) return fallback;
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 0 to ${most}, not "${text}"`);
}

await reportingFaults(() => main(process.argv.slice(2)));
