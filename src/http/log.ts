import { type Logger, type LoggerOptions, pino } from "pino";
import pretty from "pino-pretty";

const options = {
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["authorization", "*.authorization", "headers.authorization", "*.headers.authorization"],
  serializers: { err: describe },
} satisfies LoggerOptions;

/**
 * JSON lines on standard output, or coloured text where a person reads along. Both are written in this thread: pino's
 * worker threads do not run under Deno.
 */
export function createLogger(level: string, isTerminal: boolean): Logger {
  if (!isTerminal) return pino({ ...options, level });
  return pino(
    { ...options, level },
    pretty({ colorize: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss.l" }),
  );
}

/** An error without what Sequelize and pg hang on it: statements and their values. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = "code" in error ? error.code : undefined;
  return { type: name, message, stack, code };
}
