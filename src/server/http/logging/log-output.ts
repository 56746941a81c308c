import { writeSync } from "node:fs";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { DestinationStream } from "pino";

/** Writes bytes and returns how many it wrote, which may be fewer than it got. */
export type Write = (bytes: string | Uint8Array) => number;

const stdoutFileDescriptor = 1;
/**
 * A write to a pipe is not interleaved with writes of other processes up to this size (POSIX, PIPE_BUF on Linux). It is
 * compared with a count of characters, since nearly all characters of a log take one byte.
 */
const maxWriteLength = 4096;
/** Before a write to a full pipe is retried. */
const retryDelayMs = 10;

/**
 * Creates a pino destination that writes to standard output. The lines of one turn of the event loop are written together,
 * before the next turn or the end of the process. With pino's own destination a full disk would end the server.
 */
export function logOutput(write: Write = writeToStdout): DestinationStream {
  let lines = "";
  /** Whether the last line was written only in part. */
  let isLineIncomplete = false;

  function flush(): void {
    if (lines === "") return;
    const text = isLineIncomplete ? `\n${lines}` : lines;
    lines = "";
    const { length, written } = writeAll(write, text);
    isLineIncomplete = written < length && (written > 0 || isLineIncomplete);
  }

  process.on("exit", flush);
  return {
    write(line) {
      if (lines === "") setImmediate(flush);
      else if (lines.length + line.length > maxWriteLength) flush();
      lines += line;
    },
  };
}

/** Waits for a slow reader (EAGAIN). On any other error, such as a closed pipe or a full disk, the lines are lost. */
function writeAll(write: Write, text: string): { readonly length: number; readonly written: number } {
  const length = Buffer.byteLength(text);
  let written = 0;
  while (written < length) {
    try {
      written += write(written === 0 ? text : Buffer.from(text).subarray(written));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryDelayMs);
    }
  }
  return { length, written };
}

function writeToStdout(bytes: string | Uint8Array): number {
  return typeof bytes === "string" ? writeSync(stdoutFileDescriptor, bytes) : writeSync(stdoutFileDescriptor, bytes);
}
