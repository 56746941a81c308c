import { type DestinationStream, type Logger, pino } from "pino";
import { prettyFactory } from "pino-pretty";
import { logOutput } from "./log-output.ts";

/**
 * Creates the logger: JSON lines, or coloured text on a terminal. It writes in this thread, because pino's worker threads do
 * not run under Deno and would lose the last lines before a crash.
 * @param output standard output by default
 */
export function createLogger(level: string, isTerminal: boolean, output: DestinationStream = logOutput()): Logger {
  const options = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ["authorization", "*.authorization", "*.*.authorization"],
    serializers: { err: serializeError },
  };
  if (!isTerminal) return pino(options, output);
  const prettify = prettyFactory({
    colorize: true,
    ignore: ["pid", "hostname", ...messageFields].join(","),
    translateTime: "SYS:HH:MM:ss.l",
    singleLine: true,
    messageFormat: formatMessage,
  });
  return pino(options, { write: (line) => output.write(prettify(line)) });
}

/** The fields that `formatMessage` shows, so that they are not shown again beside the message. */
const messageFields = ["method", "path", "status", "ms", "operationId", "requestId"];

/** Formats the message of a line on a terminal; for the line of a request it contains the request's fields. */
function formatMessage(line: Readonly<Record<string, unknown>>, messageKey: string): string {
  const { method, path, status, ms, operationId, requestId } = line;
  const message = String(line[messageKey]);
  if (path !== undefined) return `${method} ${path} ${status ?? message}, ${ms} ms, ${requestId}`;
  return requestId === undefined ? message : `${message} (${operationId ?? "no operation"}, ${status}, ${requestId})`;
}

/** Serializes an error without the statements and values that Sequelize and pg add to it. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  return { type: name, message, stack, code };
}
