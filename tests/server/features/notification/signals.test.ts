import assert from "node:assert/strict";
import type { Database } from "../../../../src/server/database/database.ts";
import { createSignals, type Signals } from "../../../../src/server/database/signals/signals.ts";
import { addUser, type DatabaseFixture, testOnEach } from "../../database/databases.ts";
import { until } from "../../http/api.ts";

interface Heard {
  readonly signals: Signals;
  readonly texts: string[];
  /** How often it was told to look around. */
  looks: number;
  readonly messages: string[];
}

function listenTo(database: Database, { env }: Pick<DatabaseFixture, "env">): Heard {
  const messages: string[] = [];
  const log = (message: unknown) => void messages.push(String(message));
  const signals = createSignals({
    database,
    url: env.DATABASE_URL,
    dataDir: env.DATA_DIR ?? "",
    log: { info: log, warn: log },
  });
  const heard: Heard = { signals, texts: [], looks: 0, messages };
  signals.listen({
    receive: (text) => heard.texts.push(text),
    catchUp: () => {
      heard.looks++;
    },
  });
  return heard;
}

testOnEach("what is sent is heard, however much of it at once, each text once", async (database, place) => {
  const here = listenTo(database, place);
  await until(() => here.looks === 1);
  for (const text of ["ada1", "bob1", "it's"]) here.signals.send(text);
  await until(() => here.texts.length >= 3);
  here.signals.send("ada1");
  await until(() => here.texts.length >= 4);
  assert.deepEqual(here.texts, ["ada1", "bob1", "it's", "ada1"]);
  await here.signals.close();
});

testOnEach("what was sent last is on its way before the signals are closed", async (database, place) => {
  if (place.dialect === "sqlite") return;
  const there = listenTo(await place.open(), place);
  await until(() => there.looks === 1);
  const here = listenTo(database, place);
  here.signals.send("ada1");
  here.signals.send("bob1");
  await here.signals.close();
  await until(() => there.texts.length === 2);
  await there.signals.close();
});

testOnEach("another process hears of it, or that there is something to look for", async (database, place) => {
  const here = listenTo(database, place);
  const there = listenTo(await place.open(), place);
  await until(() => here.looks > 0 && there.looks > 0);
  const looked = there.looks;
  await addUser(database, "ada1");
  here.signals.send("ada1");
  if (place.dialect === "postgres") {
    await until(() => there.texts.length > 0);
    assert.deepEqual([there.texts, there.looks], [["ada1"], looked]);
  } else {
    await until(() => there.looks > looked);
  }
  await Promise.all([here.signals.close(), there.signals.close()]);
});

testOnEach("a listener that Postgres cuts off comes back, looks around and hears again", async (database, place) => {
  if (place.dialect === "sqlite") return;
  const here = listenTo(database, place);
  await until(() => here.looks === 1);
  const cutOff = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'minifb listener' AND datname = current_database()`;
  await database.sequelize.query(cutOff);
  await until(() => here.looks === 2);
  here.signals.send("ada1");
  await until(() => here.texts.length > 0);
  assert.match(here.messages.join("; "), /^Cannot listen to Postgres, trying again: .+; Listening to Postgres again$/);
  await here.signals.close();
});

testOnEach(
  "a listener that finds no Postgres is quiet but for one warning, and stops at once",
  async (database, place) => {
    if (place.dialect === "sqlite") return;
    const env = { DATABASE_URL: "postgres://minifb:secret@127.0.0.1:1/minifb" };
    const nowhere = listenTo(database, { env });
    await until(() => nowhere.messages.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(nowhere.messages.length, 1);
    assert.doesNotMatch(nowhere.messages.join(), /secret/);
    const startedAt = performance.now();
    await nowhere.signals.close();
    assert.ok(performance.now() - startedAt < 500);
    assert.deepEqual([nowhere.texts, nowhere.looks], [[], 0]);
  },
);
