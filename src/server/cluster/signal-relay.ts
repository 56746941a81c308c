import type { Signals } from "../database/signals/signals.ts";
import type { IpcChannel } from "./ipc-channel.ts";

/**
 * On SQLite a signal reaches its own process at once and others when they next look at the file, a quarter of a second later
 * at most; this tells them at once. Postgres passes its signals on by itself.
 */
export function relaySignals(signals: Signals, dialect: "sqlite" | "postgres", primary: IpcChannel): Signals {
  if (dialect === "postgres") return signals;
  return {
    ...signals,
    send(text) {
      signals.send(text);
      primary.send("news", text);
    },
    listen(listener) {
      primary.on("news", listener.receive);
      signals.listen(listener);
    },
  };
}
