import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { RuntimeItem } from "../../src/server/runtime/ablation.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { builtModule } from "./paths.ts";
import type { Program } from "./servers.ts";

/** Settings that all servers of a run share. */
export interface ServerSettings {
  readonly secret: string;
  readonly iterations: number;
}

/**
 * The V8 flags of minifb's `npm start`: a larger young generation, and no pretenuring of objects into the old one. All
 * contenders get them, so that the comparison is fair.
 */
const heapFlags = ["--max-semi-space-size=32", "--no-allocation-site-pretenuring"];

/** The flags for Node or Deno in a script of a checkout's package.json. */
function startFlags(checkout: string, script: "start" | "start:deno"): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  const parts = String(scripts[script]).split(" ");
  return parts.filter((part) => part.startsWith("-"));
}

/** Default settings, except that the rate limit is off. */
function minifbEnv({ secret, iterations }: ServerSettings) {
  return { JWT_SECRET: secret, PBKDF2_ITERATIONS: String(iterations), RATE_LIMIT: "off", LOG_LEVEL: "info" };
}

export interface MinifbOptions {
  /** SQLite in `dataDir` by default. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** Of Node; by default the one that runs this process. */
  readonly executable?: string;
  /** Folder of another built checkout; by default this one. */
  readonly checkout?: string | undefined;
  /** Node options in addition to those of `npm start`. */
  readonly flags?: readonly string[];
  /** A tuning to switch off. */
  readonly without?: Ablation;
}

export type Ablation = RuntimeItem;

/** The title of a server that runs without a tuning. */
export function ablationTitle(ablation: Ablation): string {
  return `minifb without ${ablation}`;
}

/** The entry module of a built checkout. Older checkouts have it in dist/src. */
function mainModule(checkout: string): string {
  const main = join(checkout, "dist/src/server/main.js");
  return existsSync(main) ? main : join(checkout, "dist/src/main.js");
}

export function minifbProgram(title: string, settings: ServerSettings, options: MinifbOptions): Program {
  const { databaseUrl, dataDir, executable = process.execPath, flags = [], checkout, without } = options;
  const main = checkout === undefined ? builtModule("src/server/main") : mainModule(checkout);
  return {
    title,
    executable,
    args: [...startFlags(checkout ?? packageRoot, "start"), ...flags, main],
    env: {
      ...minifbEnv(settings),
      DATA_DIR: dataDir,
      ...(without === undefined ? {} : { MINIFB_WITHOUT: without }),
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
  };
}

export function minifbOnDenoProgram(
  title: string,
  settings: ServerSettings,
  { databaseUrl, dataDir }: MinifbOptions,
): Program {
  // The binary instead of npm's wrapper script, which forwards no signals and would be measured too.
  const executable: string = createRequire(import.meta.url)(
    join(packageRoot, "node_modules/deno/install_api.cjs"),
  ).runInstall();
  // Its permissions assume data in the checkout's folder.
  const flags = startFlags(packageRoot, "start:deno").filter((flag) => !flag.startsWith("--allow"));
  return {
    title,
    executable,
    args: ["run", ...flags, "-A", join(packageRoot, "src/server/main.ts")],
    env: {
      ...minifbEnv(settings),
      DATA_DIR: dataDir,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(process.env.DENO_DIR ? { DENO_DIR: process.env.DENO_DIR } : {}),
    },
  };
}

export const contenderTitles = {
  "node-http": "node:http + pg",
  fastify: "Fastify + pg",
  "openapi-backend": "Express + openapi-backend + pg",
  sequelize: "Express + Sequelize",
} as const;
export type ContenderName = keyof typeof contenderTitles;
export const contenderNames = [
  "node-http",
  "fastify",
  "openapi-backend",
  "sequelize",
] as const satisfies ContenderName[];

export function contenderProgram(
  name: ContenderName,
  settings: ServerSettings,
  databaseUrl: string,
  isPipelined = false,
): Program {
  return {
    title: isPipelined ? `${contenderTitles[name]}, pipelined` : contenderTitles[name],
    executable: process.execPath,
    args: [...heapFlags, builtModule(`tests/bench/contenders/${name}`)],
    env: {
      JWT_SECRET: settings.secret,
      PBKDF2_ITERATIONS: String(settings.iterations),
      DATABASE_URL: databaseUrl,
      ...(isPipelined ? { PIPELINED: "yes" } : {}),
    },
  };
}
