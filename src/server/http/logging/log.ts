import { type DestinationStream, type Logger, pino } from "pino";
import { prettyFactory } from "pino-pretty";
import { logOutput } from "./log-output.ts";

/**
 * JSON lines, or coloured text where a person reads along. Written at once and in this thread: pino's worker threads do
 * not run under Deno, and what is written last before a crash matters most.
 * @param output standard output unless told.
 */
export function createLogger(level: string, isTerminal: boolean, output: DestinationStream = logOutput()): Logger {
  const options = {
    level,
    timestamp: isoTime,
    redact: ["authorization", "*.authorization", "*.*.authorization"],
    serializers: { err: describe },
  };
  if (!isTerminal) return pino(options, output);
  const prettify = prettyFactory({
    colorize: true,
    ignore: ["pid", "hostname", ...inSentence].join(","),
    translateTime: "SYS:HH:MM:ss.l",
    singleLine: true,
    messageFormat: sentence,
  });
  return pino(options, { write: (line) => output.write(prettify(line)) });
}

/** What `sentence` tells, so that it need not stand beside it. */
const inSentence = ["method", "path", "status", "ms", "operationId", "requestId"];

/** A line's message; of a request that is over all that matters of it. */
function sentence(line: Readonly<Record<string, unknown>>, messageKey: string): string {
  const { method, path, status, ms, operationId, requestId } = line;
  const message = String(line[messageKey]);
  if (path !== undefined) return `${method} ${path} ${status ?? message}, ${ms} ms, ${requestId}`;
  return requestId === undefined ? message : `${message} (${operationId ?? "no operation"}, ${status}, ${requestId})`;
}

let madeAt = Number.NaN;
let time = "";

/** As pino's own does it, but for making the text once a millisecond. */
function isoTime(): string {
  const now = Date.now();
  if (now === madeAt) return time;
  madeAt = now;
  time = `,"time":"${new Date(now).toISOString()}"`;
  return time;
}

/** An error without what Sequelize and pg hang on it: statements and their values. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  return { type: name, message, stack, code };
}
