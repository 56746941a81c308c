import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readOrCreateSecret } from "../../../../src/server/features/account/signing-secret.ts";

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-secret-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("the secret is created once, with access for its owner only, and stays the same", async (t) => {
  const dataDir = join(await makeFolder(t), "not", "there", "yet");
  const secret = await readOrCreateSecret(dataDir, randomBytes);
  assert.match(secret, /^[A-Za-z0-9_-]{43}$/);
  const file = join(dataDir, "jwt-secret");
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(await readFile(file, "utf8"), `${secret}\n`);
  assert.equal(await readOrCreateSecret(dataDir, randomBytes), secret);
  assert.deepEqual(await readdir(dataDir), ["jwt-secret"]);
});

test("processes that start concurrently use the same secret", async (t) => {
  const dataDir = await makeFolder(t);
  const secrets = await Promise.all(Array.from({ length: 24 }, () => readOrCreateSecret(dataDir, randomBytes)));
  assert.equal(new Set(secrets).size, 1);
  assert.deepEqual(await readdir(dataDir), ["jwt-secret"]);
});

test("a secret that other users can read is rejected, with a command that fixes it", async (t) => {
  const dataDir = await makeFolder(t);
  const secret = await readOrCreateSecret(dataDir, randomBytes);
  const file = join(dataDir, "jwt-secret");
  for (const mode of [0o640, 0o604, 0o660]) {
    await chmod(file, mode);
    await assert.rejects(readOrCreateSecret(dataDir, randomBytes), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /chmod 600 .*jwt-secret/);
      assert.ok(!error.message.includes(secret));
      return true;
    });
  }
  await chmod(file, 0o600);
  assert.equal(await readOrCreateSecret(dataDir, randomBytes), secret);
});

test("a file without a valid secret is rejected", async (t) => {
  const dataDir = await makeFolder(t);
  const file = join(dataDir, "jwt-secret");
  for (const text of ["", "\n", "short\n"]) {
    await writeFile(file, text, { mode: 0o600 });
    await assert.rejects(readOrCreateSecret(dataDir, randomBytes), /no signing secret of at least 32 bytes/);
  }
});

test("an error of the file system is rethrown", async (t) => {
  const dataDir = await makeFolder(t);
  await writeFile(join(dataDir, "file"), "");
  await assert.rejects(readOrCreateSecret(join(dataDir, "file"), randomBytes), /ENOTDIR|EEXIST/);
});
