import { stdTimeFunctions } from "pino";
import { isEnabled } from "./ablation.ts";

let formattedAt = Number.NaN;
let text = "";

/** Like pino's `isoTime`, but formats the time once per millisecond instead of once per line. See PERFORMANCE.md. */
export function logTime(): string {
  const now = Date.now();
  if (now === formattedAt && isEnabled("log-time")) return text;
  formattedAt = now;
  text = stdTimeFunctions.isoTime();
  return text;
}
