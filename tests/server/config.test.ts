import assert from "node:assert/strict";
import { isAbsolute, resolve } from "node:path";
import { test } from "node:test";
import { ConfigError, loadConfig } from "../../src/server/config.ts";

const secret = "0123456789abcdef0123456789abcdef";

test("an empty environment gives the defaults, with SQLite", () => {
  assert.deepEqual(loadConfig({}), {
    host: "127.0.0.1",
    port: 3000,
    dataDir: resolve("data"),
    corsOrigin: [],
    logLevel: "info",
    workers: 1,
    rateLimit: 6000,
    hideErrors: false,
    pbkdf2Iterations: 600_000,
    trustProxy: 0,
    contract: "off",
    contractSample: 0,
  });
});

test("every variable is read", () => {
  const config = loadConfig({
    HOST: "0.0.0.0",
    PORT: "0",
    DATABASE_URL: "postgres://minifb:secret@localhost:5432/minifb",
    DATA_DIR: "elsewhere",
    JWT_SECRET: secret,
    JWT_SECRET_PREVIOUS: `${secret}before`,
    CORS_ORIGIN: "https://a.example, http://localhost:5173",
    LOG_LEVEL: "warn",
    WORKERS: "4",
    RATE_LIMIT: "off",
    HIDE_ERRORS: "true",
    PBKDF2_ITERATIONS: "1000",
    TRUST_PROXY: "1",
    CONTRACT: "strict",
    CONTRACT_SAMPLE: "0.01",
  });
  assert.deepEqual(config, {
    host: "0.0.0.0",
    port: 0,
    databaseUrl: "postgres://minifb:secret@localhost:5432/minifb",
    dataDir: resolve("elsewhere"),
    jwtSecret: secret,
    jwtSecretPrevious: `${secret}before`,
    corsOrigin: ["https://a.example", "http://localhost:5173"],
    logLevel: "warn",
    workers: 4,
    rateLimit: "off",
    hideErrors: true,
    pbkdf2Iterations: 1000,
    trustProxy: 1,
    contract: "strict",
    contractSample: 0.01,
  });
  assert.ok(isAbsolute(config.dataDir));
});

test("an empty variable counts as not set", () => {
  assert.deepEqual(loadConfig({ PORT: "", JWT_SECRET: "", DATABASE_URL: "" }), loadConfig({}));
});

test("all errors are reported at once, each with its variable and none with its value", () => {
  const invalid = {
    HOST: "no host",
    PORT: "65536",
    DATABASE_URL: "mysql://root:hunter2@localhost/x",
    JWT_SECRET: "hunter2",
    CORS_ORIGIN: "https://a.example/path",
    LOG_LEVEL: "loud",
    WORKERS: "0",
    RATE_LIMIT: "0",
    HIDE_ERRORS: "yes",
    PBKDF2_ITERATIONS: "999",
    TRUST_PROXY: "-1",
    CONTRACT: "on",
    CONTRACT_SAMPLE: "1.5",
  };
  assert.throws(
    () => loadConfig(invalid),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.errors.map((message) => message.split(" ")[0]).sort(), Object.keys(invalid).sort());
      assert.ok(!error.message.includes("hunter2"));
      return true;
    },
  );
});

for (const [name, values] of [
  ["PORT", ["-1", "1e3", " 80", "80.5", "http"]],
  ["CORS_ORIGIN", ["example.com", "https://a.example,", "null", "https://a.example/"]],
  ["DATABASE_URL", ["localhost:5432", "postgres", "postgres://ada:50%@localhost/x", "postgres://localhost/%zz"]],
  ["JWT_SECRET", ["x".repeat(31)]],
  ["WORKERS", ["-1", "65", "1.5", "auto"]],
  ["CONTRACT_SAMPLE", ["-0.1", ".5", "1e-2", "1%", "2"]],
] as const) {
  for (const value of values) {
    test(`${name}=${value} is refused`, () => {
      assert.throws(() => loadConfig({ JWT_SECRET: secret, [name]: value }), { message: new RegExp(`  ${name} `) });
    });
  }
}

test("Postgres needs a secret from the environment", () => {
  assert.throws(() => loadConfig({ DATABASE_URL: "postgres://localhost/minifb" }), { message: /JWT_SECRET is needed/ });
});
