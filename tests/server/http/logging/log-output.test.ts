import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { logOutput } from "../../../../src/server/http/logging/log-output.ts";

const module = new URL("../../../../src/server/http/logging/log-output.js", import.meta.url).href;

/** Runs a program with a variable `output`, and returns what it wrote. Reading starts after a delay. */
async function outputOf(program: string, delayMs = 0): Promise<string> {
  const source = `import { logOutput } from ${JSON.stringify(module)}; const output = logOutput(); ${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await delay(delayMs);
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text;
}

test("all lines are written in order, short and long, though the reader is slow and the process exits at once", async () => {
  const text = await outputOf(
    `
    for (let n = 0; n < 50_000; n++) output.write("line " + n + " 한국어\\n");
    output.write("x".repeat(200_000) + "\\n");
    output.write("last\\n");
    process.exit(0);`,
    300,
  );
  const lines = text.split("\n");
  assert.equal(lines.length, 50_003);
  assert.ok(lines.slice(0, 50_000).every((line, n) => line === `line ${n} 한국어`));
  assert.deepEqual([lines[50_000]?.length, lines[50_001], lines[50_002]], [200_000, "last", ""]);
});

test("a full non-blocking pipe is waited for", async () => {
  // Accessing process.stdout makes the pipe non-blocking.
  const text = await outputOf(
    `
    process.stdout;
    for (let n = 0; n < 50_000; n++) output.write("line " + n + "\\n");`,
    300,
  );
  assert.equal(text.split("\n").length, 50_001);
});

test("lines are written before the next turn of the event loop", async () => {
  const text = await outputOf(`
    output.write("first\\n");
    setImmediate(() => process.kill(process.pid, "SIGKILL"));`);
  assert.equal(text, "first\n");
});

test("a closed pipe, or a full disk, does not end the process", async () => {
  const source = `import { logOutput } from ${JSON.stringify(module)}; const output = logOutput();
    setTimeout(() => { output.write("lost\\n"); setTimeout(() => process.exit(7), 50); }, 300);`;
  const full = await open("/dev/full", "w");
  for (const stdout of ["pipe", full.fd] as const) {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: ["ignore", stdout, "pipe"],
    });
    child.stdout?.destroy();
    let errorOutput = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      errorOutput += chunk;
    });
    const [code] = await once(child, "exit");
    assert.deepEqual([code, errorOutput], [7, ""]);
  }
  await full.close();
});

test("lines of several processes are not interleaved: no write is longer than PIPE_BUF, and each ends with a line", async () => {
  const writes: string[] = [];
  const output = logOutput((bytes) => Buffer.byteLength(writes[writes.push(String(bytes)) - 1] ?? ""));
  const lines = Array.from({ length: 100 }, (_, n) => `${"x".repeat(n)} ${n}\n`);
  for (const line of lines) output.write(line);
  await nextTurn();
  assert.equal(writes.join(""), lines.join(""));
  assert.ok(writes.every((text) => text.length <= 4096 && text.endsWith("\n")));
  assert.ok(writes.length <= 2, `${writes.length} writes`);
});

test("after an incomplete line, as on a full disk, the next line starts on a line of its own", async () => {
  let file = "";
  let spaceLeft = 5;
  const output = logOutput((bytes) => {
    if (spaceLeft === 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const taken = Buffer.from(bytes).subarray(0, spaceLeft);
    spaceLeft -= taken.length;
    file += taken;
    return taken.length;
  });
  for (const [line, freed] of [
    ["first\n", 0],
    ["second\n", 100],
    ["third\n", 0],
    ["fourth\n", 0],
  ] as const) {
    output.write(line);
    await nextTurn();
    spaceLeft += freed;
  }
  assert.equal(file, "first\nthird\nfourth\n");
});
