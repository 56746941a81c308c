import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../../../../src/server/database/connect.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { readMetrics } from "../../../../src/server/features/backoffice/queries.ts";
import { createRequestMetrics } from "../../../../src/server/features/backoffice/request-metrics.ts";
import { startPostgres } from "../../../support/postgres.ts";
import { clock, silent } from "./databases.ts";

test("no metrics are lost when Postgres stops and starts again", async (t) => {
  const postgres = await startPostgres();
  t.after(postgres.stop);
  const database = await connect({ url: postgres.url, dataDir: "", log: silent });
  t.after(database.close);
  await migrate(database);
  const time = clock("2026-11-23T05:45:30Z");
  const metrics = createRequestMetrics({ database, now: time.now, log: silent });
  const minute = async () => {
    metrics.record({ operationId: "getPost", status: 200, milliseconds: 3 });
    await metrics.flush();
    time.pass(60_000);
  };

  await minute();
  await postgres.halt();
  await minute();
  await minute();
  await postgres.restart();
  await minute();
  await metrics.close();

  const rows = await readMetrics(database, time.now());
  assert.deepEqual(
    rows.filter(({ minute }) => minute !== null).map(({ count }) => count),
    [1, 1, 1, 1],
  );
});
