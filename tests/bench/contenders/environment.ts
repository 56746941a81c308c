import { createSecretKey, type KeyObject } from "node:crypto";

/** Settings of a contender. */
export interface Environment {
  readonly port: number;
  readonly databaseUrl: string;
  readonly secret: KeyObject;
  readonly iterations: number;
}

export const host = "127.0.0.1";

/** Connections to Postgres, as many as minifb uses. */
export const poolSize = 10;

/** @throws Error for a missing variable */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string) => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    port: Number(read("PORT")),
    databaseUrl: read("DATABASE_URL"),
    secret: createSecretKey(read("JWT_SECRET"), "utf8"),
    iterations: Number(env.PBKDF2_ITERATIONS || 600_000),
  };
}
