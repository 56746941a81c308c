import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { migrations } from "../../src/server/database/migrations/all.ts";
import { runModule, testOnEmpty } from "../server/database/databases.ts";
import { modelsOf } from "../support/models.ts";

const demo = "../../../src/commands/demo";
const migrate = "../../../src/commands/migrate";

testOnEmpty("npm run migrate applies, reverts and lists migrations", async ({ env }) => {
  const up = await runModule(migrate, env);
  assert.deepEqual(up, { status: 0, output: `Applied ${migrations.map(({ name }) => name).join(", ")}\n` });
  assert.deepEqual(await runModule(migrate, env, ["up"]), { status: 0, output: "The database is up to date\n" });
  const down = await runModule(migrate, env, ["down"]);
  assert.deepEqual(down, { status: 0, output: `Took back ${migrations.at(-1)?.name}\n` });
  const { output } = await runModule(migrate, env, ["status"]);
  const states = output.trimEnd().split("\n");
  assert.deepEqual(
    states.map((state) => state.split("  ")[0]),
    migrations.map(({ name }) => name),
  );
  assert.ok(
    states.slice(0, -1).every((state) => / {2}\d{4}-\d\d-\d\dT\S+Z$/.test(state)),
    output,
  );
  assert.match(states.at(-1) ?? "", / {2}not applied$/);
});

testOnEmpty("npm run demo fills an empty database and prints what it made", async ({ env, open }) => {
  const flags = ["--users", "6", "--posts", "10", "--comments", "12", "--reactions", "5", "--seed", "4"];
  const { status, output } = await runModule(demo, { ...env, PBKDF2_ITERATIONS: "1000" }, flags);
  assert.equal(status, 0, output);
  assert.match(output, /\n100 %\nMade 6 users, 10 posts, 12 comments, 5 reactions, \d+ notifications in \d/);
  const [, id = ""] = /Log in as (\S+) with the password demo-password\n$/.exec(output) ?? [];
  const user = await modelsOf(await open()).User.findByPk(id, { rejectOnEmpty: true });
  assert.match(user.passwordHash, /^pbkdf2:sha256:1000\$\w{16}\$[0-9a-f]{64}$/);
});

test("wrong arguments and a wrong environment are reported, with status 1", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "minifb-commands-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const env = { DATA_DIR: folder, DATABASE_URL: "" };
  const away = { ...env, DATABASE_URL: "postgres://ada:very-secret@127.0.0.1:1/minifb" };
  const cases: [string, Record<string, string>, string[], RegExp][] = [
    [demo, env, ["--users", "many"], /^--users must be a whole number from 0 to 10000000, not "many"\n$/],
    [demo, env, ["--users=-1"], /^--users must be/],
    [demo, env, ["--users", "0"], /^--posts needs at least one member/],
    [demo, env, ["--colour", "red"], /Unknown option '--colour'/],
    [demo, env, ["everything"], /Unexpected argument 'everything'/],
    [demo, away, [], /^The database is unavailable \(ECONNREFUSED\)\n$/],
    [migrate, env, ["sideways"], /^Cannot migrate "sideways"/],
    [migrate, { ...env, DATABASE_URL: "mysql://x" }, [], /DATABASE_URL must look like/],
    [migrate, away, [], /^The database is unavailable \(ECONNREFUSED\)\n$/],
  ];
  for (const [command, environment, args, message] of cases) {
    const { status, output } = await runModule(command, environment, args);
    assert.equal(status, 1, `${command} ${args}: ${output}`);
    assert.match(output, message);
  }
  for (const command of [demo, migrate]) {
    const { status, output } = await runModule(command, env, ["--help"]);
    assert.equal(status, 0);
    assert.match(output, /^npm run/);
  }
});
