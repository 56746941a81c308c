import assert from "node:assert/strict";
import type { Database } from "../../../../src/server/database/database.ts";
import { createSignals, type Signals } from "../../../../src/server/database/signals/signals.ts";
import { addUser, type DatabaseFixture, testOnEach } from "../../database/databases.ts";
import { until } from "../../http/api.ts";

interface Received {
  readonly signals: Signals;
  readonly texts: string[];
  /** The number of calls of `catchUp`. */
  catchUps: number;
  readonly messages: string[];
}

function listenTo(database: Database, { env }: Pick<DatabaseFixture, "env">): Received {
  const messages: string[] = [];
  const log = (message: unknown) => void messages.push(String(message));
  const signals = createSignals({
    database,
    url: env.DATABASE_URL,
    dataDir: env.DATA_DIR ?? "",
    log: { info: log, warn: log },
  });
  const received: Received = { signals, texts: [], catchUps: 0, messages };
  signals.listen({
    receive: (text) => received.texts.push(text),
    catchUp: () => {
      received.catchUps++;
    },
  });
  return received;
}

testOnEach("every text that is sent is received once, also several at the same time", async (database, place) => {
  const local = listenTo(database, place);
  await until(() => local.catchUps === 1);
  for (const text of ["ada1", "bob1", "it's"]) local.signals.send(text);
  await until(() => local.texts.length >= 3);
  local.signals.send("ada1");
  await until(() => local.texts.length >= 4);
  assert.deepEqual(local.texts, ["ada1", "bob1", "it's", "ada1"]);
  await local.signals.close();
});

testOnEach("pending texts are sent before the signals are closed", async (database, place) => {
  if (place.dialect === "sqlite") return;
  const remote = listenTo(await place.open(), place);
  await until(() => remote.catchUps === 1);
  const local = listenTo(database, place);
  local.signals.send("ada1");
  local.signals.send("bob1");
  await local.signals.close();
  await until(() => remote.texts.length === 2);
  await remote.signals.close();
});

testOnEach("another process receives the text, or a catch-up on SQLite", async (database, place) => {
  const local = listenTo(database, place);
  const remote = listenTo(await place.open(), place);
  await until(() => local.catchUps > 0 && remote.catchUps > 0);
  const before = remote.catchUps;
  await addUser(database, "ada1");
  local.signals.send("ada1");
  if (place.dialect === "postgres") {
    await until(() => remote.texts.length > 0);
    assert.deepEqual([remote.texts, remote.catchUps], [["ada1"], before]);
  } else {
    await until(() => remote.catchUps > before);
  }
  await Promise.all([local.signals.close(), remote.signals.close()]);
});

testOnEach(
  "a listener that Postgres disconnects reconnects, catches up and receives again",
  async (database, place) => {
    if (place.dialect === "sqlite") return;
    const local = listenTo(database, place);
    await until(() => local.catchUps === 1);
    const disconnect = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'minifb listener' AND datname = current_database()`;
    await database.sequelize.query(disconnect);
    await until(() => local.catchUps === 2);
    local.signals.send("ada1");
    await until(() => local.texts.length > 0);
    assert.match(
      local.messages.join("; "),
      /^Cannot listen to Postgres, trying again: .+; Listening to Postgres again$/,
    );
    await local.signals.close();
  },
);

testOnEach("a listener that cannot reach Postgres logs one warning and stops at once", async (database, place) => {
  if (place.dialect === "sqlite") return;
  const env = { DATABASE_URL: "postgres://minifb:secret@127.0.0.1:1/minifb" };
  const unreachable = listenTo(database, { env });
  await until(() => unreachable.messages.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(unreachable.messages.length, 1);
  assert.doesNotMatch(unreachable.messages.join(), /secret/);
  const startedAt = performance.now();
  await unreachable.signals.close();
  assert.ok(performance.now() - startedAt < 500);
  assert.deepEqual([unreachable.texts, unreachable.catchUps], [[], 0]);
});
