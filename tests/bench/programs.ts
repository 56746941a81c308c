import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ablations } from "../../src/server/runtime/ablation.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { builtModule } from "./paths.ts";
import type { Program } from "./servers.ts";

/** What servers are told of the run. */
export interface Setting {
  readonly secret: string;
  readonly iterations: number;
}

/**
 * Fewer collections of young garbage, and none of it among the old: V8 may find that an object of each request should begin
 * there, and whatever a dead one refers to is kept. All contenders get them, since an expert would find them.
 */
const heapFlags = ["--max-semi-space-size=32", "--no-allocation-site-pretenuring"];

/** The options of Node, or of Deno, in the command that a checkout's `npm run` runs. */
function startFlags(checkout: string, script: "start" | "start:deno"): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  const words = String(scripts[script]).split(" ");
  return words.filter((word) => word.startsWith("-"));
}

/** minifb as it is shipped, but for the limit on requests, which the API's contract lets benchmarks turn off. */
function oursEnv({ secret, iterations }: Setting) {
  return { JWT_SECRET: secret, PBKDF2_ITERATIONS: String(iterations), RATE_LIMIT: "off", LOG_LEVEL: "info" };
}

export interface OursOptions {
  /** Without it SQLite in `dataDir`. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** Of Node; this one by default. */
  readonly executable?: string;
  /** The folder of another checkout, which must be built; this one by default. */
  readonly checkout?: string | undefined;
  /** Node options in addition to those of `npm start`. */
  readonly flags?: readonly string[];
  /** A tuning to switch off. */
  readonly without?: Ablation;
}

export type Ablation = (typeof ablations)[number];

/** The title of a server that runs without a tuning. */
export function ablationTitle(ablation: Ablation): string {
  return `minifb without ${ablation}`;
}

/** The entry module of a built checkout. Older checkouts have it in dist/src. */
function mainModule(checkout: string): string {
  const main = join(checkout, "dist/src/server/main.js");
  return existsSync(main) ? main : join(checkout, "dist/src/main.js");
}

export function ours(title: string, setting: Setting, options: OursOptions): Program {
  const { databaseUrl, dataDir, executable = process.execPath, flags = [], checkout, without } = options;
  const main = checkout === undefined ? builtModule("src/server/main") : mainModule(checkout);
  return {
    title,
    executable,
    args: [...startFlags(checkout ?? packageRoot, "start"), ...flags, main],
    env: {
      ...oursEnv(setting),
      DATA_DIR: dataDir,
      ...(without === undefined ? {} : { MINIFB_WITHOUT: without }),
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
  };
}

export function oursOnDeno(title: string, setting: Setting, { databaseUrl, dataDir }: OursOptions): Program {
  // The executable itself: the script that npm puts in its place would be measured, too, and hands no signals on.
  const executable: string = createRequire(import.meta.url)(
    join(packageRoot, "node_modules/deno/install_api.cjs"),
  ).runInstall();
  // Its permissions are for a server whose data are in its own folder.
  const usual = startFlags(packageRoot, "start:deno").filter((flag) => !flag.startsWith("--allow"));
  return {
    title,
    executable,
    args: ["run", ...usual, "-A", join(packageRoot, "src/server/main.ts")],
    env: {
      ...oursEnv(setting),
      DATA_DIR: dataDir,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(process.env.DENO_DIR ? { DENO_DIR: process.env.DENO_DIR } : {}),
    },
  };
}

export const contenderModules = {
  "node-http": "node:http + pg",
  fastify: "Fastify + pg",
  "openapi-backend": "Express + openapi-backend + pg",
  sequelize: "Express + Sequelize",
} as const;
export type ContenderName = keyof typeof contenderModules;
export const contenderNames = [
  "node-http",
  "fastify",
  "openapi-backend",
  "sequelize",
] as const satisfies ContenderName[];

export function contender(name: ContenderName, setting: Setting, databaseUrl: string, isPipelined = false): Program {
  return {
    title: isPipelined ? `${contenderModules[name]}, pipelined` : contenderModules[name],
    executable: process.execPath,
    args: [...heapFlags, builtModule(`tests/bench/contenders/${name}`)],
    env: {
      JWT_SECRET: setting.secret,
      PBKDF2_ITERATIONS: String(setting.iterations),
      DATABASE_URL: databaseUrl,
      ...(isPipelined ? { PIPELINED: "yes" } : {}),
    },
  };
}
