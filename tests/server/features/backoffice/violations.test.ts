import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Database } from "../../../../src/server/database/database.ts";
import { readViolations } from "../../../../src/server/features/backoffice/violation-queries.ts";
import { createViolations } from "../../../../src/server/features/backoffice/violations.ts";
import { modelsOf } from "../../../support/models.ts";
import { clock, onEachDatabase, silent } from "./databases.ts";

const missing = { operationId: "createPost", rule: "headers: Location is missing" };
const long = { operationId: "getPost", rule: "body: owner.name must have at most 16 characters" };

onEachDatabase("contract violations", (database) => {
  beforeEach(() => modelsOf(database()).ContractViolation.destroy({ where: {} }));

  test("are counted by operation and rule over all nodes and flushes, most frequent first", async () => {
    const time = clock("2026-11-23T05:45:30Z");
    const [one, other] = [1, 2].map(() => createViolations({ database: database(), now: time.now, log: silent }));
    assert.ok(one && other);
    one.record(missing);
    one.record(long);
    await one.flush();
    one.record(long);
    other.record(long);
    other.record({ ...long, operationId: "listPosts" });
    await Promise.all([one.close(), other.close()]);
    assert.deepEqual(await readViolations(database(), time.now()), [
      { operation: "getPost", rule: long.rule, count: 3 },
      { operation: "createPost", rule: missing.rule, count: 1 },
      { operation: "listPosts", rule: long.rule, count: 1 },
    ]);
  });

  test("are deleted after a day", async () => {
    const time = clock("2026-11-23T05:45:30Z");
    const violations = createViolations({ database: database(), now: time.now, log: silent });
    violations.record(missing);
    await violations.flush();
    time.pass(25 * 60 * 60_000 + 1);
    assert.deepEqual(await readViolations(database(), time.now()), []);
    violations.record(long);
    await violations.close();
    assert.equal(await modelsOf(database()).ContractViolation.count(), 1);
  });

  test("are written once after the database was unavailable", async () => {
    const time = clock("2026-11-23T05:45:30Z");
    const real = database();
    let fails = 0;
    const faulty: Database = {
      ...real,
      async write(work) {
        const done = await real.write(work);
        // The first answer is lost after the transaction was committed.
        if (fails++ === 0) throw new Error("Connection terminated");
        return done;
      },
    };
    const violations = createViolations({ database: faulty, now: time.now, log: silent });
    violations.record(missing);
    await violations.flush();
    violations.record(missing);
    await violations.flush();
    await violations.close();
    assert.deepEqual(await readViolations(real, time.now()), [
      { operation: "createPost", rule: missing.rule, count: 2 },
    ]);
  });

  test("have rules that are shortened to the column length", async () => {
    const time = clock("2026-11-23T05:45:30Z");
    const violations = createViolations({ database: database(), now: time.now, log: silent });
    violations.record({ operationId: "getPost", rule: "x".repeat(5000) });
    await violations.close();
    const [row] = await readViolations(database(), time.now());
    assert.equal(row?.rule.length, 400);
  });
});
