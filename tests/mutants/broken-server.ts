import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/server/app.ts";
import { loadConfig } from "../../src/server/config.ts";
import { connect } from "../../src/server/database/connect.ts";
import type { Database } from "../../src/server/database/database.ts";
import { migrate } from "../../src/server/database/migrations/migrate.ts";
import { createAccessTokens } from "../../src/server/features/account/access-tokens.ts";
import { createSigningKeys } from "../../src/server/features/account/signing-keys.ts";
import { listen } from "../../src/server/http/listener.ts";
import { createLogger } from "../../src/server/http/logging/log.ts";
import { modelsOf } from "../support/models.ts";
import { spec } from "../support/spec.ts";
import type { Mutant, ServerAccess } from "./mutant.ts";
import { startProxy } from "./proxy.ts";

export interface BrokenServer {
  readonly baseUrl: string;
  readonly adminToken: string;
  /** Errors of the mutant itself. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

const now = () => new Date();
const log = createLogger("fatal", false);
const bystander = "bystander";

/** Starts this project's server with a mutation, in this process and with a new SQLite file. */
export async function startBrokenServer(mutant: Mutant): Promise<BrokenServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "minifb-mutant-"));
  const secret = randomBytes(32).toString("hex");
  // A high limit: rate limiting must be on, because it also enables the limit on failed logins.
  const config = loadConfig({
    DATA_DIR: dataDir,
    JWT_SECRET: secret,
    PBKDF2_ITERATIONS: "1000",
    RATE_LIMIT: "1000000",
  });
  const database = await connect({ dataDir, log });
  await migrate(database);
  const mutatedDatabase = withStatements(database, mutant);
  const app = await createApp({ config, database: mutatedDatabase, log, now, randomBytes });
  const listener = await listen(app.express, { host: "127.0.0.1", port: 0 });

  const tokens = createAccessTokens({ keys: createSigningKeys(secret), revocations: { has: () => false }, now });
  const access: ServerAccess = {
    bystander,
    tokenOf: (id, isAdmin = false) => tokens.sign({ id, isAdmin, sessionId: "none" }),
    hasSigned: (token) => tokens.verifyAccessToken(token) !== undefined,
    sql: (text, ...bind) =>
      database.write(async (transaction) => {
        const [rows] = await database.sequelize.query(text, { bind: [...bind], transaction });
        return Array.isArray(rows) ? rows : [];
      }),
  };
  await modelsOf(database).User.create({
    id: bystander,
    passwordHash: "none",
    name: "Bystander",
    isAdmin: true,
    createdAt: now(),
  });
  await mutant.prepare?.(access);
  const { operations } = mutant;
  const proxy = await startProxy({
    spec,
    target: `http://127.0.0.1:${listener.port}`,
    intercepts: ({ operationId, method }) =>
      mutant.intercept !== undefined &&
      (method !== "HEAD" || mutant.interceptsHead === true) &&
      (operationId === undefined ? operations.length === 0 : operations.some((id) => id === operationId)),
    intercept: mutant.intercept?.(access) ?? ((_asked, forward) => forward()),
  });
  return {
    baseUrl: proxy.baseUrl,
    errors: proxy.errors,
    adminToken: access.tokenOf(bystander, true),
    async stop() {
      app.prepareToStop();
      await proxy.close();
      await listener.close();
      await app.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function withStatements(database: Database, { statement }: Mutant): Database {
  if (!statement) return database;
  return { ...database, read: (original, values) => database.read({ ...original, text: statement(original) }, values) };
}
