import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPasswordHasher, HasherBusy } from "../../../src/server/crypto/password-hasher.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { vectors } from "./werkzeug-vectors.ts";

const run = promisify(execFile);
const probe = "password-hasher-probe";
const runtimes = {
  Node: [process.execPath, fileURLToPath(new URL(`./${probe}.js`, import.meta.url))],
  Deno: [
    join(packageRoot, "node_modules", ".bin", "deno"),
    "run",
    "--node-modules-dir=manual",
    "--no-lock",
    "--allow-read",
    join(packageRoot, "tests", "server", "crypto", `${probe}.ts`),
  ],
};

for (const [name, [command = "", ...args]] of Object.entries(runtimes)) {
  test(`${name}: hashes and verifies without blocking the event loop, in a bounded queue`, {
    timeout: 60_000,
  }, async () => {
    const { stdout } = await run(command, args, { cwd: packageRoot });
    const seen = JSON.parse(stdout);
    assert.match(seen.hash, /^pbkdf2:sha256:600000\$[A-Za-z0-9]{16}\$[0-9a-f]{64}$/);
    assert.ok(seen.ticksWhileHashing >= 5, `${seen.ticksWhileHashing} ticks`);
    assert.deepEqual([seen.right, seen.wrong, seen.unknown], [true, false, false]);
    assert.deepEqual(
      seen.readsWerkzeug,
      vectors.map(() => true),
    );
    const [first, second, third, fourth] = seen.crowd;
    assert.deepEqual([first, second, third], [true, true, true]);
    assert.ok(Number.isInteger(fourth) && fourth >= 1, `retry after ${fourth}`);
  });
}

test("a full queue rejects at once and accepts jobs again when it has room", async (t) => {
  const hasher = createPasswordHasher({ iterations: 100_000, threads: 1, maxQueued: 1, randomBytes });
  t.after(() => hasher.close());
  const accepted = [hasher.hash("correct horse battery"), hasher.hash("correct horse battery")];
  await assert.rejects(hasher.hash("correct horse battery"), (error) => {
    assert.ok(error instanceof HasherBusy);
    assert.ok(Number.isInteger(error.retryAfter) && error.retryAfter >= 1);
    return true;
  });
  const [one, other] = await Promise.all(accepted);
  assert.notEqual(one, other);
  assert.equal(await hasher.verify("correct horse battery", one), true);
});

test("a job that would wait longer than a server takes to stop is rejected, even if the queue has room", async () => {
  const hasher = createPasswordHasher({ iterations: 600_000, threads: 1, maxQueued: 1000, randomBytes });
  const asked = Array.from({ length: 100 }, () => hasher.hash("correct horse battery"));
  const settled = Promise.allSettled(asked);
  await hasher.close();
  const refusals = (await settled).flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  const busy = refusals.filter((reason) => reason instanceof HasherBusy);
  assert.ok(busy.length > 50 && busy.length < 70, `${busy.length} were refused`);
  for (const { retryAfter } of busy) assert.ok(retryAfter > 8 && retryAfter < 10, `Retry-After: ${retryAfter}`);
});

test("a crashed thread rejects only its own job and is replaced", async (t) => {
  // PBKDF2 throws for this count, and the thread does not catch it.
  const hasher = createPasswordHasher({ iterations: -1, threads: 1, maxQueued: 8, randomBytes });
  t.after(() => hasher.close());
  const [{ password, stored } = { password: "", stored: "" }] = vectors;
  const results = await Promise.allSettled([
    hasher.hash(password),
    hasher.verify(password, stored),
    hasher.hash(password),
    hasher.verify(password, stored),
  ]);
  assert.deepEqual(
    results.map((result) => (result.status === "fulfilled" ? result.value : result.reason.message)),
    ["The hashing thread crashed", true, "The hashing thread crashed", true],
  );
});

test("close rejects queued and later jobs", async () => {
  const hasher = createPasswordHasher({ iterations: 100_000, threads: 1, maxQueued: 8, randomBytes });
  const waiting = Promise.allSettled([hasher.hash("correct horse battery"), hasher.hash("correct horse battery")]);
  await hasher.close();
  for (const result of await waiting) assert.equal(result.status, "rejected");
  await assert.rejects(hasher.hash("correct horse battery"), /closed/);
  await hasher.close();
});

test("an older, cheaper hash takes as long to reject", async (t) => {
  const hasher = createPasswordHasher({ iterations: 600_000, threads: 1, maxQueued: 8, randomBytes });
  t.after(() => hasher.close());
  const [{ stored } = { stored: "" }] = vectors;
  assert.match(stored, /^pbkdf2:sha256:1000\$/);
  await hasher.verify("warm the thread up", stored);
  const old = await fastest(() => hasher.verify("wrong", stored));
  const unknown = await fastest(() => hasher.verify("wrong", undefined));
  assert.ok(old > unknown / 3, `${old} ms against ${unknown} ms`);
});

test("a thread pauses while the event loop is busy, and not otherwise", async (t) => {
  const hasher = createPasswordHasher({ iterations: 300_000, threads: 1, maxQueued: 8, randomBytes });
  t.after(() => hasher.close());
  const hash = () => hasher.hash("correct horse battery");
  await hash();
  const idle = await fastest(hash);
  let isBusy = true;
  (function spin() {
    if (isBusy) setImmediate(spin);
  })();
  await hash();
  const busy = await fastest(hash);
  isBusy = false;
  assert.ok(busy > 1.5 * idle, `${busy} ms against ${idle} ms`);
});

test("its thread has a lower priority than all others, on platforms with thread priorities", {
  skip: process.platform !== "linux",
}, async (t) => {
  const hasher = createPasswordHasher({ iterations: 1000, threads: 1, maxQueued: 8, randomBytes });
  t.after(() => hasher.close());
  const before = await niceness();
  await hasher.hash("correct horse battery");
  const [usual = Number.NaN] = before;
  assert.deepEqual(
    (await niceness()).filter((each) => each !== usual),
    [Math.min(usual + 5, 19)],
  );
});

/** Of each thread of this process. */
async function niceness(): Promise<readonly number[]> {
  const threads = await readdir("/proc/self/task");
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/self/task/${thread}/stat`, "latin1")));
  // proc(5): the nineteenth field; the third one is the first after the name in brackets.
  return stats.map((stat) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19 - 3]));
}

/** Of three, in milliseconds: other work on the machine can only make it slower. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
