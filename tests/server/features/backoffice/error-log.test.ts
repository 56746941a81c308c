import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Database } from "../../../../src/server/database/database.ts";
import { timestamp } from "../../../../src/server/database/timestamp.ts";
import { createErrorLog } from "../../../../src/server/features/backoffice/error-log.ts";
import { readLoggedErrors } from "../../../../src/server/features/backoffice/error-queries.ts";
import { logNote } from "../../../../src/server/http/response/errors.ts";
import { modelsOf } from "../../../support/models.ts";
import { clock, onEachDatabase, silent } from "./databases.ts";

const answer = { operationId: "getPost", status: 500, milliseconds: 3 };
const details = { requestId: "request-1", hint: `The disk is full${logNote("request-1")}` };

onEachDatabase("failures", (database) => {
  beforeEach(() => modelsOf(database()).ErrorLogEntry.destroy({ where: {} }));

  test("are stored with their request ids, newest first; answers below 500 are not", async () => {
    const time = clock("2026-11-23T05:45:30.250Z");
    const failures = createErrorLog({ database: database(), now: time.now, log: silent });
    failures.record(answer, details);
    failures.record({ ...answer, status: 404 }, { ...details, hint: undefined });
    time.pass(1000);
    failures.record({ ...answer, status: 503 }, { requestId: "request-2", hint: `\0${"long ".repeat(100)}` });
    await failures.close();
    const rows = (await readLoggedErrors(database())).map((row) => ({ ...row, answeredAt: timestamp(row.answeredAt) }));
    assert.deepEqual(rows, [
      {
        answeredAt: "2026-11-23T05:45:31.250Z",
        operation: "getPost",
        status: 503,
        requestId: "request-2",
        message: `\uFFFD${"long ".repeat(79)}lon…`,
      },
      {
        answeredAt: "2026-11-23T05:45:30.250Z",
        operation: "getPost",
        status: 500,
        requestId: "request-1",
        message: "The disk is full",
      },
    ]);
  });

  test("at most 100 are stored for each flush, and 1,000 in total", async () => {
    const time = clock("2026-11-23T05:45:30Z");
    const failures = createErrorLog({ database: database(), now: time.now, log: silent });
    for (let flush = 0; flush < 11; flush += 1) {
      for (let number = 0; number < 150; number += 1) failures.record(answer, details);
      await failures.flush();
      time.pass(5000);
    }
    await failures.close();
    assert.equal(await modelsOf(database()).ErrorLogEntry.count(), 1000);
    assert.equal((await readLoggedErrors(database())).length, 100);
  });

  test("are written once after the database was unavailable", async () => {
    const real = database();
    let isLost = true;
    const faulty: Database = {
      ...real,
      async write(work) {
        const done = await real.write(work);
        // The first answer is lost after the transaction was committed.
        if (isLost) throw new Error("Connection terminated");
        return done;
      },
    };
    const failures = createErrorLog({ database: faulty, now: () => new Date(), log: silent });
    failures.record(answer, details);
    await failures.flush();
    isLost = false;
    failures.record(answer, details);
    await failures.flush();
    await failures.close();
    assert.equal(await modelsOf(real).ErrorLogEntry.count(), 2);
  });
});
