import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

const libraries = ["libfaketimeMT.so.1", "libfaketime.so.1"].map((name) =>
  join("/usr/lib", process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu", "faketime", name),
);
const library = libraries.find((file) => existsSync(file));
const offsetFile = (folder: string) => join(folder, "clock-offset");

/** Only the wall clock of the server steps, as with a correction by NTP; the monotonic clock goes on. */
export const clockSteps: Fault = {
  name: "clock-steps",
  title: "wall clock steps by +120 s, -120 s and back",
  dialects: ["sqlite", "postgres"],
  skip: () => (library === undefined ? "libfaketime is not installed (apt-get install faketime)" : undefined),
  env(folder) {
    writeFileSync(offsetFile(folder), "+0\n");
    return {
      LD_PRELOAD: library ?? "",
      FAKETIME_TIMESTAMP_FILE: offsetFile(folder),
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    };
  },
  async inject({ folder }) {
    for (const offset of ["+120", "-120", "+0"]) {
      writeFileSync(offsetFile(folder), `${offset}\n`);
      await delay(2500);
    }
  },
};
