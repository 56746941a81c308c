import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../../src/server/database/database.ts";
import { createRevocations } from "../../../../src/server/features/account/revocations.ts";
import { modelsOf } from "../../../support/models.ts";
import { addUser, testOnEach } from "./databases.ts";

const at = "2026-11-23T05:45:00.000Z";

function setUp(database: Pick<Database, "read">) {
  const clock = { now: Date.parse(at) };
  const lines: string[] = [];
  const note = (line: unknown) => void lines.push(String(line));
  const revocations = createRevocations({
    database,
    log: { warn: note, info: note },
    now: () => new Date(clock.now),
  });
  return { clock, lines, revocations };
}

async function addSession(database: Database, id: string, revokedAt: Date | null): Promise<void> {
  await modelsOf(database).Session.create({ id, userId: "ada.lovelace", createdAt: new Date(at), revokedAt });
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (condition()) return;
    await sleep(50);
  }
  assert.fail(`Waited 10 seconds in vain for ${what}`);
}

testOnEach("a revocation by another process is known within about a second", async ({ open, cleanUp }) => {
  const [here, there] = [await open(), await open()];
  await addUser(here, "ada.lovelace");
  for (const id of ["alive", "later"]) await addSession(there, id, null);
  const { clock, revocations } = setUp(here);
  await revocations.start();
  cleanUp(() => revocations.stop());
  assert.equal(revocations.has("later"), false);

  // The other's clock is half a minute behind: stamped before the last look, committed after it.
  const revokedAt = new Date(clock.now - 30_000);
  await modelsOf(there).Session.update({ revokedAt }, { where: { id: "later" } });
  await until(() => revocations.has("later"), "the session that was ended elsewhere");
  assert.equal(revocations.has("alive"), false);
});

testOnEach(
  "a start finds what was ended while an access token may still be good, and forgets it afterwards",
  async ({ open, cleanUp }) => {
    const database = await open();
    await addUser(database, "ada.lovelace");
    const minutesAgo = (minutes: number) => new Date(Date.parse(at) - minutes * 60_000);
    await addSession(database, "just now", minutesAgo(0));
    await addSession(database, "lately", minutesAgo(14));
    await addSession(database, "long ago", minutesAgo(17));
    const { clock, revocations } = setUp(database);
    await revocations.start();
    cleanUp(() => revocations.stop());
    assert.deepEqual(
      ["just now", "lately", "long ago"].map((id) => revocations.has(id)),
      [true, true, false],
    );
    clock.now += 3 * 60_000;
    await until(() => !revocations.has("lately"), "a session to be forgotten");
    assert.equal(revocations.has("just now"), true);
  },
);

testOnEach("a revocation by this process counts at once", async ({ open }) => {
  const { revocations } = setUp(await open());
  await revocations.add(["mine"], new Date(at));
  assert.equal(revocations.has("mine"), true);
});

testOnEach("an unavailable database is polled again and logged once", async ({ open, cleanUp }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  let fails = false;
  let failures = 0;
  const flaky: Pick<Database, "read"> = {
    read: async (statement, values) => {
      if (!fails) return database.read(statement, values);
      failures++;
      throw new Error("away");
    },
  };
  const { lines, revocations } = setUp(flaky);
  await revocations.start();
  cleanUp(() => revocations.stop());
  fails = true;
  await until(() => failures >= 2, "a second try");
  await addSession(database, "meanwhile", new Date(at));
  fails = false;
  await until(() => revocations.has("meanwhile"), "what was missed");
  assert.deepEqual(lines, [
    "Cannot read which sessions were ended, trying again each second: away",
    "Ended sessions are read again",
  ]);
});

test("start rejects without a database", async () => {
  const { revocations } = setUp({ read: () => Promise.reject(new Error("away")) });
  await assert.rejects(revocations.start(), /away/);
});
