import { writeSync } from "node:fs";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { DestinationStream } from "pino";

const standardOutput = 1;
/** In milliseconds, until a reader that is behind is tried again. */
const pause = 10;

/**
 * Standard output. The lines of one turn of the event loop are written at once, before the next turn or the process's end.
 * With pino's own destination a full disk would end the server, and each request takes one to three microseconds longer.
 */
export function logOutput(): DestinationStream {
  let lines = "";

  function flush(): void {
    const text = lines;
    lines = "";
    writeAll(text);
  }

  process.on("exit", flush);
  return {
    write(line) {
      if (lines === "") setImmediate(flush);
      lines += line;
    },
  };
}

/** Waits for a reader that is behind. Where nobody reads, or a disk is full, lines are lost, but the server goes on. */
function writeAll(text: string): void {
  const length = Buffer.byteLength(text);
  for (let written = 0; written < length; ) {
    try {
      written +=
        written === 0 ? writeSync(standardOutput, text) : writeSync(standardOutput, Buffer.from(text), written);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}
