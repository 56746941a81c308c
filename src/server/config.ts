import { resolve } from "node:path";

/** The validated configuration. README lists the environment variables with their deerrors. */
export interface Config {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** `postgres://...`; without it the database is SQLite in `dataDir`. */
  readonly databaseUrl?: string;
  /** Absolute path of the folder of the SQLite database and the generated signing secret. */
  readonly dataDir: string;
  /** Signs and verifies tokens. With SQLite it is optional: by default a secret is generated and stored in `dataDir`. */
  readonly jwtSecret?: string;
  /** Verifies tokens that were signed before the secret was changed. */
  readonly jwtSecretPrevious?: string;
  /** Origins from which browsers may call the API; empty for none, `*` for any. */
  readonly corsOrigin: "*" | readonly string[];
  readonly logLevel: LogLevel;
  /** The number of processes that serve requests. */
  readonly workers: number;
  /** Requests per minute of one client address. */
  readonly rateLimit: number | "off";
  /** Whether a 500 leaves out the error's message. */
  readonly hideErrors: boolean;
  readonly pbkdf2Iterations: number;
  /** How many proxies in front of the server set `X-Forwarded-For`; 0 ignores the header. */
  readonly trustProxy: number;
  /** `strict` answers 500 instead of an answer that breaks the contract. */
  readonly contract: "off" | "strict";
  /** The share of answers that is checked against the contract after being written, from 0 to 1. */
  readonly contractSample: number;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** The configuration is invalid. It has one message per invalid variable. */
export class ConfigError extends Error {
  readonly errors: readonly string[];
  constructor(errors: readonly string[]) {
    super(`The configuration is invalid:\n${errors.map((error) => `  ${error}`).join("\n")}`);
    this.name = "ConfigError";
    this.errors = errors;
  }
}

/** HMAC-SHA-256 requires a key at least as long as its hash (RFC 7518, section 3.2). */
const minSecretBytes = 32;

/**
 * Reads the configuration. An empty variable counts as not set.
 * @throws ConfigError with a message for every invalid variable
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const errors: string[] = [];

  function read<T>(name: string, fallback: T, rule: string, parse: (text: string) => T | undefined): T {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    errors.push(`${name} ${rule}`);
    return fallback;
  }
  const secret = (name: string) =>
    read<string | undefined>(name, undefined, `must be at least ${minSecretBytes} bytes long`, (text) =>
      Buffer.byteLength(text) >= minSecretBytes ? text : undefined,
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
    errors.push(
      "JWT_SECRET is needed with DATABASE_URL, so that all nodes sign tokens with the same secret; generate one with: openssl rand -hex 32",
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
      "must be off or a whole number of requests per minute from 1 to 1000000",
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
  if (errors.length > 0) throw new ConfigError(errors);
  return config;
}

function wholeNumber(min: number, max: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
}

function parseShare(text: string): number | undefined {
  const value = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  return value <= 1 ? value : undefined;
}

function parseBoolean(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** Malformed percent-encoding is refused here, because the driver would report it only when it connects, and less clearly. */
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
