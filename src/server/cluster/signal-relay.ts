import type { Signals } from "../database/signals/signals.ts";
import type { IpcChannel } from "./ipc-channel.ts";

/**
 * Relays signals between workers on SQLite, where other processes otherwise see one only when they next poll the file, up to
 * 250 ms later. Postgres notifies all processes itself.
 */
export function relaySignals(signals: Signals, dialect: "sqlite" | "postgres", primary: IpcChannel): Signals {
  if (dialect === "postgres") return signals;
  return {
    ...signals,
    send(text) {
      signals.send(text);
      primary.send("signal", text);
    },
    listen(listener) {
      primary.on("signal", listener.receive);
      signals.listen(listener);
    },
  };
}
