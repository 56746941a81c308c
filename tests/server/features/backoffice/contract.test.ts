import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createApp } from "../../../../src/server/app.ts";
import { loadConfig } from "../../../../src/server/config.ts";
import { connect } from "../../../../src/server/database/connect.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { listen } from "../../../../src/server/http/listener.ts";
import { silent } from "./databases.ts";

/** The whole server on SQLite, with a member `ada` who is an admin and whose name is longer than any name may be. */
async function serveSpoilt(t: TestContext, environment: Readonly<Record<string, string>>) {
  const dataDir = await mkdtemp(join(tmpdir(), "minifb-contract-"));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const config = loadConfig({ DATA_DIR: dataDir, PBKDF2_ITERATIONS: "1000", RATE_LIMIT: "off", ...environment });
  const database = await connect({ dataDir, log: silent });
  await migrate(database);
  const app = await createApp({ config, database, log: silent, now: () => new Date(), randomBytes });
  const listener = await listen(app.express, { host: "127.0.0.1", port: 0 });
  t.after(async () => {
    app.prepareToStop();
    await listener.close();
    await app.close();
    await database.close();
  });
  const url = `http://127.0.0.1:${listener.port}`;
  const post = async (path: string, body: object) => {
    const headers = { "Content-Type": "application/json" };
    return read(await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) }));
  };
  await post("/user", { id: "ada.lovelace", password: "an engine of cogs", name: "Ada" });
  await database.write(async (transaction) => {
    await database.sequelize.query("PRAGMA ignore_check_constraints = ON", { transaction });
    await database.sequelize.query(`UPDATE users SET name = '${"Ada ".repeat(5)}', is_admin = 1`, { transaction });
  });
  const { accessToken } = await post("/auth/login", { id: "ada.lovelace", password: "an engine of cogs" });
  const get = (path: string) => fetch(url + path, { headers: { Authorization: `Bearer ${accessToken}` } });
  return { get };
}

async function read(answer: Response) {
  return JSON.parse(await answer.text());
}

const rule = "name must have at most 16 characters";

test("with CONTRACT_SAMPLE the server counts its own violations in metrics and in the back office", async (t) => {
  const { get } = await serveSpoilt(t, { CONTRACT_SAMPLE: "1" });
  assert.equal((await get("/user/ada.lovelace")).status, 200);
  assert.equal((await get("/user/ada.lovelace")).status, 200);
  const { contractViolations } = await read(await get("/admin/stats/server"));
  assert.deepEqual(contractViolations, [{ operationId: "getUser", rule: `body: ${rule}`, count: 2 }]);
  assert.match(await (await get("/metrics")).text(), /^minifb_contract_violations_total\{operation="getUser"\} 2$/m);
});

test("with CONTRACT=strict a violation is a 500 that names the rule", async (t) => {
  const { get } = await serveSpoilt(t, { CONTRACT: "strict" });
  const answer = await get("/user/ada.lovelace");
  assert.equal(answer.status, 500);
  const { hint } = await read(answer);
  assert.ok(hint.startsWith(`getUser answered 200 with a body that breaks the contract: ${rule};`), hint);
});

test("by default the server does not check its answers", async (t) => {
  const { get } = await serveSpoilt(t, {});
  assert.equal((await get("/user/ada.lovelace")).status, 200);
  const { contractViolations } = await read(await get("/admin/stats/server"));
  assert.deepEqual(contractViolations, []);
});
