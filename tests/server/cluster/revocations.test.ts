import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextIteration } from "node:timers/promises";
import { createIpcChannel } from "../../../src/server/cluster/ipc-channel.ts";
import { relayRevocations } from "../../../src/server/cluster/revocations.ts";
import type { Revocations } from "../../../src/server/features/account/revocations.ts";

/** The revocations of one process, without a database. */
function inMemoryRevocations(): Revocations {
  const revoked = new Set<string>();
  return {
    has: (id) => revoked.has(id),
    async add(ids) {
      for (const id of ids) revoked.add(id);
    },
    start: async () => {},
    stop: async () => {},
  };
}

test("add resolves only after the primary has responded that the other workers know", async () => {
  const toPrimary = createIpcChannel((message) => primary.receive(message));
  const primary = createIpcChannel((message) => toPrimary.receive(message));
  let respond = () => {};
  const received: unknown[] = [];
  primary.handle("revokeSessions", (sessions) => {
    received.push(sessions);
    return new Promise((resolve) => {
      respond = () => resolve(null);
    });
  });
  const own = inMemoryRevocations();
  let isResolved = false;
  const adding = relayRevocations(own, toPrimary)
    .add(["mine"], new Date(5))
    .then(() => {
      isResolved = true;
    });
  await nextIteration();
  assert.deepEqual([own.has("mine"), isResolved, received], [true, false, [{ ids: ["mine"], revokedAt: 5 }]]);
  respond();
  await adding;
});

test("a revocation by another worker is added before the response to the primary", async () => {
  const toPrimary = createIpcChannel((message) => primary.receive(message));
  const primary = createIpcChannel((message) => toPrimary.receive(message));
  const own = inMemoryRevocations();
  relayRevocations(own, toPrimary);
  assert.equal(await primary.request("revokeSessions", { ids: ["theirs"], revokedAt: 5 }), null);
  assert.equal(own.has("theirs"), true);
});
