import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import type { Effort } from "./context.ts";

export const reporters = ["terminal", "junit", "html", "json"] as const;
export type ReporterName = (typeof reporters)[number];
const efforts = ["quick", "default", "thorough"] as const;

export const contractHelp = `minifb-contract URL [OPTION...]: tests whether a server keeps the minifb contract, and reports every violation.

The server may be written in any language and may already have data. The suite only needs its base URL, such as
http://localhost:3000. It signs up its own members, and deletes what they wrote.

  --admin-token TOKEN  an admin's access token, for the back office; also read from MINIFB_ADMIN_TOKEN. Without it the
                       rules that need one are not run, and the report lists them
  --only PATTERN       run only the rules whose id or operation matches this regular expression; missing coverage is then
                       no failure
  --effort EFFORT      quick, default or thorough: how many generated cases and concurrent callers
  --seed N             the seed of the generated cases, to repeat a run; by default a random one, which is printed
  --reporter NAME      terminal, junit, html or json
  --output FILE        write the report to a file instead of standard output; progress goes to standard error
  --workers N          how many rules run concurrently, 6 by default
  --max-time SECONDS   stop after this time; the rules that were not run make the run fail
  --flood              send enough requests to exceed the rate limit of an address
  --spec FILE          test against this OpenAPI document instead of the packaged one
  --help               show this text

Exit status: 0 if every rule passed and every response that a client can provoke was provoked; 1 if not; 2 if the command
line is invalid or the server cannot be reached.`;

export interface ContractOptions {
  readonly baseUrl: string;
  readonly spec?: string;
  readonly only?: RegExp;
  readonly seed: number;
  readonly reporter: ReporterName;
  readonly output?: string;
  readonly workers: number;
  readonly maxSeconds?: number;
  readonly adminToken?: string;
  readonly effort: Effort;
  readonly mayFlood: boolean;
}

/** The command line is invalid. The message names the problem. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ContractOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new UsageError("Give one URL, the base URL of the server");
  const adminToken = values["admin-token"] ?? (env.MINIFB_ADMIN_TOKEN || undefined);
  const maxTime = values["max-time"];
  return {
    baseUrl: readUrl(url),
    ...(values.spec === undefined ? {} : { spec: values.spec }),
    ...(values.only === undefined ? {} : { only: readPattern(values.only) }),
    seed: values.seed === undefined ? randomInt(2 ** 31) : readNumber("seed", values.seed, 0, 2 ** 31 - 1),
    reporter: readName("reporter", values.reporter, reporters),
    ...(values.output === undefined ? {} : { output: values.output }),
    workers: readNumber("workers", values.workers, 1, 64),
    ...(maxTime === undefined ? {} : { maxSeconds: readNumber("max-time", maxTime, 1, 86_400) }),
    ...(adminToken === undefined ? {} : { adminToken }),
    effort: readName("effort", values.effort, efforts),
    mayFlood: values.flood,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        spec: { type: "string" },
        only: { type: "string" },
        seed: { type: "string" },
        reporter: { type: "string", default: "terminal" },
        output: { type: "string" },
        workers: { type: "string", default: "6" },
        "max-time": { type: "string" },
        "admin-token": { type: "string" },
        effort: { type: "string", default: "default" },
        flood: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${text} is not a URL such as http://localhost:3000`);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`--only ${text} is not a regular expression`);
  }
}

function readNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name} must be an integer from ${min} to ${max}`);
}

function readName<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new UsageError(`--${option} must be one of ${names.join(", ")}`);
  return found;
}
