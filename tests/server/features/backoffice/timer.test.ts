import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../../../../src/server/database/connect.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { createRequestMetrics } from "../../../../src/server/features/backoffice/request-metrics.ts";
import { modelsOf } from "../../../support/models.ts";
import { silent } from "./databases.ts";

test("metrics are written every five seconds without a request for them", async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "minifb-backoffice-"));
  const database = await connect({ dataDir, log: silent });
  await migrate(database);
  const metrics = createRequestMetrics({ database, now: () => new Date(), log: silent });
  t.after(async () => {
    await metrics.close();
    await database.close();
    await rm(dataDir, { recursive: true });
  });

  metrics.record({ operationId: "getPost", status: 200, milliseconds: 3 });
  await delay(1000);
  assert.equal(await modelsOf(database).RequestMetric.count(), 0);
  await delay(5000);
  assert.equal(await modelsOf(database).RequestMetric.count(), 1);
});
