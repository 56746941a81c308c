import { resolve } from "node:path";

/** Everything the environment can set, checked; README lists each variable with its default. */
export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** `postgres://...`; without it the database is SQLite in `dataDir`. */
  readonly databaseUrl?: string;
  /** Absolute path of the folder that holds the embedded database and its signing secret. */
  readonly dataDir: string;
  /** Signs and verifies tokens; without it (embedded database only) one is made and kept in `dataDir`. */
  readonly jwtSecret?: string;
  /** Verifies tokens that were signed before the secret was changed; signs nothing. */
  readonly jwtSecretPrevious?: string;
  /** Origins that browsers may call from; empty allows none, `*` any. */
  readonly corsOrigin: "*" | readonly string[];
  readonly logLevel: LogLevel;
  /** Processes that take requests. */
  readonly workers: number;
  /** Requests a minute from one address. */
  readonly rateLimit: number | "off";
  /** Answer a 500 without the error's message. */
  readonly hideErrors: boolean;
  readonly pbkdf2Iterations: number;
  /** How many proxies in front of the server set `X-Forwarded-For`; 0 believes nobody. */
  readonly trustProxy: number;
  /** `strict` answers 500 in the place of an answer that breaks the contract. */
  readonly contract: "off" | "strict";
  /** Which share of the answers is held against the contract after it was written, from 0 to 1. */
  readonly contractSample: number;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Lists every variable that is wrong, one fault each. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** HMAC-SHA-256 wants a key as long as its hash (RFC 7518, section 3.2). */
const secretBytes = 32;

/**
 * Reads the configuration. An empty variable counts as one that is not set.
 * @throws ConfigError that names every faulty variable at once.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];

  function read<T>(name: string, fallback: T, rule: string, parse: (text: string) => T | undefined): T {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    faults.push(`${name} ${rule}`);
    return fallback;
  }
  const secret = (name: string) =>
    read<string | undefined>(name, undefined, `must be at least ${secretBytes} bytes long`, (text) =>
      Buffer.byteLength(text) >= secretBytes ? text : undefined,
    );

  const databaseUrl = read<string | undefined>(
    "DATABASE_URL",
    undefined,
    "must look like postgres://user:password@host:5432/database, with % written as %25",
    (text) => (isPostgresUrl(text) ? text : undefined),
  );
  const jwtSecret = secret("JWT_SECRET");
  const jwtSecretPrevious = secret("JWT_SECRET_PREVIOUS");
  if (env.DATABASE_URL && !env.JWT_SECRET) {
    faults.push(
      "JWT_SECRET is needed with DATABASE_URL, so that every node signs alike; make one with: openssl rand -hex 32",
    );
  }

  const config: Config = {
    host: read("HOST", "127.0.0.1", "must be a host name or an address", (text) =>
      /^[\w.:%-]+$/.test(text) ? text : undefined,
    ),
    port: read("PORT", 3000, "must be a whole number from 0 to 65535", wholeNumber(0, 65_535)),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataDir: resolve(env.DATA_DIR || "data"),
    ...(jwtSecret === undefined ? {} : { jwtSecret }),
    ...(jwtSecretPrevious === undefined ? {} : { jwtSecretPrevious }),
    corsOrigin: read<"*" | readonly string[]>(
      "CORS_ORIGIN",
      [],
      "must be * or origins such as https://app.example.com, separated by commas",
      parseOrigins,
    ),
    logLevel: read("LOG_LEVEL", "info", `must be one of ${logLevels.join(", ")}`, (text) =>
      logLevels.find((level) => level === text),
    ),
    workers: read("WORKERS", 1, "must be a whole number of processes from 1 to 64", wholeNumber(1, 64)),
    rateLimit: read<number | "off">(
      "RATE_LIMIT",
      6000,
      "must be off or a whole number of requests a minute from 1 to 1000000",
      (text) => (text === "off" ? text : wholeNumber(1, 1_000_000)(text)),
    ),
    hideErrors: read("HIDE_ERRORS", false, "must be true or false", parseBoolean),
    pbkdf2Iterations: read(
      "PBKDF2_ITERATIONS",
      600_000,
      "must be a whole number from 1000 to 10000000",
      wholeNumber(1000, 10_000_000),
    ),
    trustProxy: read("TRUST_PROXY", 0, "must be a whole number of proxies from 0 to 10", wholeNumber(0, 10)),
    contract: read("CONTRACT", "off", "must be off or strict", (text) =>
      text === "off" || text === "strict" ? text : undefined,
    ),
    contractSample: read("CONTRACT_SAMPLE", 0, "must be a share from 0 to 1, such as 0.01", parseShare),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

function parseShare(text: string): number | undefined {
  const value = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  return value <= 1 ? value : undefined;
}

function parseBoolean(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** A percent sign in a name or a password that begins no encoding, or one of no text, would be told of much later. */
function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname } = new URL(text);
  try {
    [username, password, pathname].forEach(decodeURIComponent);
  } catch {
    return false;
  }
  return /^postgres(ql)?:$/.test(protocol);
}

function parseOrigins(text: string): "*" | readonly string[] | undefined {
  if (text === "*") return text;
  const origins = text.split(",").map((origin) => origin.trim());
  return origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin) ? origins : undefined;
}
