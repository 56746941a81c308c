import assert from "node:assert/strict";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { test } from "node:test";
import { getHeapSpaceStatistics } from "node:v8";
import { pino } from "pino";
import { observe } from "../../../../src/server/http/logging/request-log.ts";
import { createExpress } from "../../../../src/server/http/pipeline/express.ts";
import { expressClasses } from "../../../../src/server/runtime/express-classes.ts";

test("nothing of a request that has ended stays in memory until the old generation is collected", () => {
  const app = createExpress(0);
  const classes = { IncomingMessage, ServerResponse, ...expressClasses(app) };
  app.use(observe({ log: pino({ level: "silent" }), record() {} }), () => {});
  const socket = new Socket();
  const before = oldGeneration();
  for (let n = 0; n < 2000; n++) {
    const request = Object.assign(new classes.IncomingMessage(socket), { method: "GET", url: "/post" });
    const response = new classes.ServerResponse(request);
    Object.assign(request, { weight: new Array(2000).fill(n) });
    app(request, response);
    response.emit("close");
  }
  const grown = oldGeneration() - before;
  // The requests take 32 MB in total.
  assert.ok(grown < 8 * 2 ** 20, `${grown} bytes`);
});

/** In bytes. */
function oldGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")?.space_used_size ?? 0;
}
