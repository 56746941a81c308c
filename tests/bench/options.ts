import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runtimeItems } from "../../src/server/runtime/ablation.ts";
import { type Sizes, sizesFor } from "./database/sizes.ts";
import type { Pace } from "./measure/series.ts";
import { type Ablation, type ContenderName, contenderNames } from "./programs.ts";

export const help = `Measures minifb and servers with the same API on a database of its own.

  npm run bench                      the main series, on 100,000 posts; some minutes
  npm run bench -- --full            all series, on a million posts; about half an hour
  npm run bench -- --profile list    which functions of minifb take the time of a workload

  --posts N, --users N, --comments N, --reactions N
                    the size of the database; the last three default to a multiple of the first
  --only PATTERN    only series whose key matches, such as list, login or ^open
  --contenders LIST only these of node-http,fastify,openapi-backend,sequelize next to minifb
  --against DIR     also another built checkout of minifb, for example one without the change to be measured
  --without LIST    also minifb with a tuning switched off, one more server for each name:
                    ${runtimeItems.join(", ")}
  --rounds N, --seconds N, --warm-up N
                    number and length of the measurements of each series
  --out DIR         the folder of the report (default: bench-report)
  --profile NAME    list, list-first, list-deep, post, timeline, comments, notifications, create-post, comment,
                    react, react-64, react-one or login
  --iterations N    PBKDF2 iterations of the passwords (default: 600000, as in production)
  --fresh           creates a new database, and deletes it afterwards
  --list            prints the keys of all series

The first run fills a database and keeps it in node_modules/.cache/bench. BENCH_DATABASE_URL names another Postgres
server to use, as a superuser. All traffic stays on this machine. Ctrl+C stops the run and all processes it started.`;

export interface BenchOptions {
  readonly mode: "run" | "help" | "list";
  readonly isFull: boolean;
  readonly isFresh: boolean;
  readonly sizes: Sizes;
  readonly only: RegExp | undefined;
  readonly contenders: readonly ContenderName[];
  /** Folder of another built checkout. */
  readonly against: string | undefined;
  /** Tunings to switch off, each in a server of its own. */
  readonly without: readonly Ablation[];
  readonly out: string;
  readonly profile: string | undefined;
  readonly iterations: number;
  readonly pace: Pace;
}

const paces = {
  quick: { rounds: 3, warmUpSeconds: 0.3, seconds: 1 },
  full: { rounds: 3, warmUpSeconds: 1, seconds: 1.5 },
};

/** @throws Error that names the invalid option */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", short: "h", default: false },
      list: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      full: { type: "boolean", default: false },
      posts: { type: "string" },
      users: { type: "string" },
      comments: { type: "string" },
      reactions: { type: "string" },
      only: { type: "string" },
      contenders: { type: "string" },
      against: { type: "string" },
      without: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      "warm-up": { type: "string" },
      out: { type: "string", default: "bench-report" },
      profile: { type: "string" },
      iterations: { type: "string", default: "600000" },
    },
  });
  const isFull = values.full;
  const sizes = sizesFor(wholeNumber("posts", values.posts ?? (isFull ? "1000000" : "100000"), 1000, 10_000_000));
  const size = (name: "users" | "comments" | "reactions") =>
    values[name] === undefined ? sizes[name] : wholeNumber(name, values[name], 100, 50_000_000);
  const pace = isFull ? paces.full : paces.quick;
  return {
    mode: values.help ? "help" : values.list ? "list" : "run",
    isFull,
    isFresh: values.fresh,
    sizes: { posts: sizes.posts, users: size("users"), comments: size("comments"), reactions: size("reactions") },
    only: values.only === undefined ? undefined : new RegExp(values.only),
    contenders: parseNames("contenders", values.contenders, contenderNames) ?? contenderNames,
    against: values.against === undefined ? undefined : resolve(values.against),
    without: parseNames("without", values.without, runtimeItems) ?? [],
    out: values.out,
    profile: values.profile,
    iterations: wholeNumber("iterations", values.iterations, 1000, 10_000_000),
    pace: {
      rounds: values.rounds === undefined ? pace.rounds : wholeNumber("rounds", values.rounds, 1, 100),
      seconds: values.seconds === undefined ? pace.seconds : seconds("seconds", values.seconds, 0.1),
      warmUpSeconds: values["warm-up"] === undefined ? pace.warmUpSeconds : seconds("warm-up", values["warm-up"], 0),
    },
  };
}

function parseNames<Name extends string>(
  option: string,
  list: string | undefined,
  names: readonly Name[],
): readonly Name[] | undefined {
  return list?.split(",").map((text) => {
    const found = names.find((name) => name === text);
    if (found === undefined) throw new Error(`--${option} must be a list of names from ${names.join(",")}`);
    return found;
  });
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`--${name} must be a whole number from ${min} to ${max}`);
}

function seconds(name: string, text: string, min: number): number {
  const value = Number(text);
  if (value >= min && value <= 60) return value;
  throw new Error(`--${name} must be a number of seconds from ${min} to 60`);
}
