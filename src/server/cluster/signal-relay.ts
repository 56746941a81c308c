import type { Signals } from "../database/signals/signals.ts";
import type { Link } from "./ipc-channel.ts";

/**
 * On SQLite a signal reaches its own process at once and others when they next look at the file, a quarter of a second later
 * at most; this tells them at once. Postgres passes its signals on by itself.
 */
export function shareSignals(signals: Signals, dialect: "sqlite" | "postgres", primary: Link): Signals {
  if (dialect === "postgres") return signals;
  return {
    ...signals,
    send(text) {
      signals.send(text);
      primary.tell("news", text);
    },
    listen(listener) {
      primary.hear("news", listener.hear);
      signals.listen(listener);
    },
  };
}
