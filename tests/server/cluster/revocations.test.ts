import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createIpcChannel } from "../../../src/server/cluster/ipc-channel.ts";
import { relayRevocations } from "../../../src/server/cluster/revocations.ts";
import type { Revocations } from "../../../src/server/features/account/revocations.ts";

/** What one process knows of ended sessions. */
function ownRevocations(): Revocations {
  const ended = new Set<string>();
  return {
    has: (id) => ended.has(id),
    async add(ids) {
      for (const id of ids) ended.add(id);
    },
    start: async () => {},
    stop: async () => {},
  };
}

test("a session has ended only when the primary says that the others know", async () => {
  const toPrimary = createIpcChannel((message) => primary.receive(message));
  const primary = createIpcChannel((message) => toPrimary.receive(message));
  let othersKnow = () => {};
  const asked: unknown[] = [];
  primary.handle("ended", (sessions) => {
    asked.push(sessions);
    return new Promise((resolve) => {
      othersKnow = () => resolve(null);
    });
  });
  const own = ownRevocations();
  let isOver = false;
  const ending = relayRevocations(own, toPrimary)
    .add(["mine"], new Date(5))
    .then(() => {
      isOver = true;
    });
  await turn();
  assert.deepEqual([own.has("mine"), isOver, asked], [true, false, [{ ids: ["mine"], at: 5 }]]);
  othersKnow();
  await ending;
});

test("what another worker ended is known here before the primary hears that it is", async () => {
  const toPrimary = createIpcChannel((message) => primary.receive(message));
  const primary = createIpcChannel((message) => toPrimary.receive(message));
  const own = ownRevocations();
  relayRevocations(own, toPrimary);
  assert.equal(await primary.request("ended", { ids: ["theirs"], at: 5 }), null);
  assert.equal(own.has("theirs"), true);
});
