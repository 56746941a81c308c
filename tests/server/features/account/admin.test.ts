import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { modelsOf } from "../../../support/models.ts";
import { addUser, testOnEach } from "./databases.ts";

const command = fileURLToPath(new URL("../../../../src/commands/admin.js", import.meta.url));

async function admin(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const secret = { JWT_SECRET: "a secret of at least thirty-two bytes" };
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...secret, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, error, code };
}

testOnEach("admins can be granted, listed and revoked; revoking ends their sessions", async ({ env, open }) => {
  const database = await open();
  const { User, Session } = modelsOf(database);
  for (const id of ["ada.lovelace", "Ada.lovelace", "bob.bobson"]) await addUser(database, id);
  for (const userId of ["ada.lovelace", "bob.bobson"]) {
    await Session.create({ id: `of ${userId}`, userId, createdAt: new Date() });
  }
  const admins = async () => (await User.findAll({ where: { isAdmin: true }, order: ["id"] })).map(({ id }) => id);
  const ended = async () => (await Session.findAll()).filter(({ revokedAt }) => revokedAt).map(({ userId }) => userId);

  assert.deepEqual(await admin(env, "list"), { out: "There is no admin.\n", error: "", code: 0 });
  assert.deepEqual(await admin(env, "grant", "ada.lovelace"), {
    out: "ada.lovelace is an admin now. It counts from their next login or token refresh.\n",
    error: "",
    code: 0,
  });
  assert.deepEqual(await admins(), ["ada.lovelace"]);
  assert.match((await admin(env, "grant", "ada.lovelace")).out, /is an admin already/);
  await admin(env, "grant", "bob.bobson");
  assert.equal((await admin(env, "list")).out, "ada.lovelace\nbob.bobson\n");
  assert.deepEqual(await ended(), []);

  assert.deepEqual(await admin(env, "revoke", "ada.lovelace"), {
    out: "ada.lovelace is not an admin any more. All of their logins have ended.\n",
    error: "",
    code: 0,
  });
  assert.deepEqual(await admins(), ["bob.bobson"]);
  assert.deepEqual(await ended(), ["ada.lovelace"]);
  assert.match((await admin(env, "revoke", "ada.lovelace")).out, /is not an admin\./);

  for (const word of ["grant", "revoke"]) {
    assert.deepEqual(await admin(env, word, "no.body"), {
      out: "",
      error: "There is no user 'no.body'. Capital and small letters differ.\n",
      code: 1,
    });
  }
});

test("help is shown on request, and with an error for an unknown command", async () => {
  const { out: help, code } = await admin({}, "--help");
  assert.equal(code, 0);
  for (const word of ["grant ID", "revoke ID", "list"]) assert.ok(help.includes(word));
  for (const args of [[], ["grant"], ["revoke"], ["list", "ada"], ["grant", "ada", "bob"], ["promote", "ada"]]) {
    const error = `Expected grant ID, revoke ID or list.\n\n${help}`;
    assert.deepEqual(await admin({}, ...args), { out: "", error, code: 1 }, args.join(" "));
  }
});

test("a configuration error names each variable; an unavailable database is one line", async () => {
  const wrong = await admin({ PORT: "x", DATABASE_URL: "mysql://there" }, "list");
  assert.equal(wrong.code, 1);
  assert.match(wrong.error, /PORT .*\n.*DATABASE_URL |DATABASE_URL .*\n.*PORT /);
  const away = await admin({ DATABASE_URL: "postgres://ada:geheim@127.0.0.1:1/minifb" }, "list");
  assert.deepEqual(away, { out: "", error: "The database is unavailable (ECONNREFUSED)\n", code: 1 });
});
