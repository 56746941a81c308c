import { writeSync } from "node:fs";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { DestinationStream } from "pino";

/** Gives how many bytes it wrote, which may be fewer than there are. */
export type Write = (bytes: string | Uint8Array) => number;

const standardOutput = 1;
/**
 * What is written to a pipe at once is not mixed with what other processes write to it, if it is no longer than this
 * (POSIX, PIPE_BUF on Linux). In characters, since hardly any of a log's is longer than a byte.
 */
const longest = 4096;
/** In milliseconds, until a reader that is behind is tried again. */
const pause = 10;

/**
 * Standard output. The lines of one turn of the event loop are written together, before the next turn or the process's end.
 * With pino's own destination a full disk would end the server, and each request takes one to three microseconds longer.
 */
export function logOutput(write: Write = toStandardOutput): DestinationStream {
  let lines = "";
  /** Whether the last line that was written lacks its end. */
  let isCut = false;

  function flush(): void {
    if (lines === "") return;
    const text = isCut ? `\n${lines}` : lines;
    lines = "";
    const { length, written } = writeAll(write, text);
    isCut = written < length && (written > 0 || isCut);
  }

  process.on("exit", flush);
  return {
    write(line) {
      if (lines === "") setImmediate(flush);
      else if (lines.length + line.length > longest) flush();
      lines += line;
    },
  };
}

/** Waits for a reader that is behind. Where nobody reads, or a disk is full, lines are lost, but the server goes on. */
function writeAll(write: Write, text: string): { readonly length: number; readonly written: number } {
  const length = Buffer.byteLength(text);
  let written = 0;
  while (written < length) {
    try {
      written += write(written === 0 ? text : Buffer.from(text).subarray(written));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return { length, written };
}

function toStandardOutput(bytes: string | Uint8Array): number {
  return typeof bytes === "string" ? writeSync(standardOutput, bytes) : writeSync(standardOutput, bytes);
}
