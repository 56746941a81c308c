import { randomBytes } from "node:crypto";
import { createPasswordHasher, HasherBusy } from "../../../src/server/crypto/password-hasher.ts";
import { vectors } from "./werkzeug-vectors.ts";

/*
 * Run by password-hasher.test.ts under each runtime. It closes nothing, so that its exit shows that idle threads do not
 * keep a process alive. It has no timer while it waits, so that its output shows that busy threads do.
 */

const hasher = createPasswordHasher({ iterations: 600_000, threads: 1, maxQueued: 2, randomBytes });
const password = "correct horse battery";

let ticks = 0;
const ticker = setInterval(() => ticks++, 2);
ticker.unref();
const hash = await hasher.hash(password);
const ticksWhileHashing = ticks;
clearInterval(ticker);

const [right, wrong, unknown] = [
  await hasher.verify(password, hash),
  await hasher.verify("wrong horse battery", hash),
  await hasher.verify(password, undefined),
];

const readsWerkzeug: boolean[] = [];
for (const { password, stored } of vectors) readsWerkzeug.push(await hasher.verify(password, stored));

// One runs and two are queued; the fourth is rejected.
const results = await Promise.allSettled([1, 2, 3, 4].map(() => hasher.verify(password, hash)));
const crowd = results.map((result) =>
  result.status === "fulfilled" ? result.value : result.reason instanceof HasherBusy && result.reason.retryAfter,
);

console.log(JSON.stringify({ hash, ticksWhileHashing, right, wrong, unknown, readsWerkzeug, crowd }));
