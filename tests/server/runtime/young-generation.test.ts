import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import { letYoungGenerationGrow } from "../../../src/server/runtime/young-generation.ts";
import { packageRoot } from "../../../src/util/package-root.ts";

const isLinux = process.platform === "linux" && !("Deno" in globalThis);

test("an idle server uses little memory", { skip: !isLinux }, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "minifb-"));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const { scripts } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8"));
  const flags = String(scripts.start)
    .split(" ")
    .filter((word) => word.startsWith("-"));
  const server = spawn(process.execPath, [...flags, join(packageRoot, "dist", "src", "server", "main.js")], {
    env: { DATA_DIR: dataDir, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "close");
  t.after(async () => {
    server.kill();
    await ended;
  });
  const [line] = await once(server.stdout.setEncoding("utf8"), "data");
  assert.match(line, /ready at/);
  // By then the start is complete. On a slow machine it may not be, and then uses less memory.
  await delay(500);
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  // 110 on Node 20 and 130 on Node 24, and 50 more once the young generation has grown.
  const megabytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  assert.ok(megabytes < 145, `${megabytes} MB`);
});

test("the young generation grows only after letYoungGenerationGrow", () => {
  fillYoungGeneration();
  const small = youngGeneration();
  assert.ok(small <= 4 * 2 ** 20, `${small} bytes`);
  letYoungGenerationGrow();
  fillYoungGeneration();
  assert.ok(youngGeneration() >= 4 * small);
});

function fillYoungGeneration(): void {
  const live: number[][] = [];
  while (live.length < 1_000_000) live.push([live.length]);
}

/** In bytes. */
function youngGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}
