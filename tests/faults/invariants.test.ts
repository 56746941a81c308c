import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pino } from "pino";
import { connect } from "../../src/server/database/connect.ts";
import { recount } from "../../src/server/database/counters/recount.ts";
import { checkDatabase } from "./checks/check-database.ts";
import { readDocumentedStatuses } from "./checks/documented-statuses.ts";
import { createLedger } from "./load/ledger.ts";
import { startLoad } from "./load/load.ts";
import { createObserver } from "./load/observer.ts";
import { createFaultServer } from "./processes/server.ts";
import { baseEnv } from "./run-fault.ts";

test("the check finds a lost write, a duplicate and a wrong counter", { timeout: 30_000 }, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "minifb-invariants-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const server = await createFaultServer({ ...baseEnv, DATA_DIR: dataDir, WORKERS: "1" });
  context.after(() => server.kill());
  await server.start();
  const ledger = createLedger();
  const observer = createObserver(await readDocumentedStatuses(), 15_000);
  const ports = [server.port];
  const load = await startLoad({ ports, ledger, observer, clients: 4, timeoutMs: 15_000, keys: false });
  await delay(1000);
  await load.stop();
  await server.stop();

  const before = await checkDatabase(ledger, { dataDir });
  assert.deepEqual([before.lost, before.duplicated, before.wrongCounters], [0, 0, 0]);

  const [lost, copied] = ledger.writes.filter(
    ({ table, state, deletion }) => table === "comments" && state === "acknowledged" && deletion === undefined,
  );
  assert.ok(lost?.id && copied?.id);
  const database = await connect({ dataDir, log: pino({ level: "silent" }) });
  const { sequelize } = database;
  await sequelize.query(`DELETE FROM comments WHERE id = ${lost.id}`);
  await sequelize.query(
    `INSERT INTO comments (post_id, owner_id, content, created_at, updated_at)
     SELECT post_id, owner_id, content, created_at, updated_at FROM comments WHERE id = ${copied.id}`,
  );
  await recount(database, { fix: true, since: new Date(0), onDifference: () => {} });
  await sequelize.query(`UPDATE posts SET comment_count = comment_count + 1 WHERE id = ${copied.postId}`);
  await database.close();

  const after = await checkDatabase(ledger, { dataDir });
  assert.deepEqual([after.lost, after.duplicated, after.wrongCounters], [1, 1, 1]);
});
