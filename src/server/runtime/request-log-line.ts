import { type Logger, symbols } from "pino";
import { isEnabled } from "./ablation.ts";

/** What the log says of a request that has ended. */
export interface RequestLogEntry {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  /** Undefined if the client closed the connection before the answer was complete. */
  readonly status: number | undefined;
  readonly ms: number;
}

/**
 * Writes the entries as `log.info` would, byte for byte, without pino's inspection and redaction of each value: none of them
 * needs it. `pino.symbols` is pino's documented way to its parts. See PERFORMANCE.md.
 */
export function createRequestLogWriter(log: Logger): (entry: RequestLogEntry) => void {
  if (!isEnabled("request-log-line")) return (entry) => log.info(entry, messageFor(entry));
  const bindings: string = Reflect.get(log, symbols.chindingsSym);
  const time: () => string = Reflect.get(log, symbols.timeSym);
  const output: { write(line: string): void } = Reflect.get(log, symbols.streamSym);
  return (entry) => {
    if (!log.isLevelEnabled("info")) return;
    const { requestId, method, path, operationId, status, ms } = entry;
    const operationField = operationId === undefined ? "" : `,"operationId":${JSON.stringify(operationId)}`;
    const statusField = status === undefined ? "" : `,"status":${status}`;
    const fields = `"requestId":"${requestId}","method":"${method}","path":${JSON.stringify(path)}${operationField}${statusField}`;
    output.write(`{"level":30${time()}${bindings},${fields},"ms":${ms},"msg":"${messageFor(entry)}"}\n`);
  };
}

function messageFor({ status }: RequestLogEntry): string {
  return status === undefined ? "the client went away" : "answered";
}
