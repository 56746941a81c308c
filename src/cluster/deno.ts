import { join } from "node:path";
import { root } from "../root.ts";

/**
 * What Deno is told when it starts a worker. Beginning with `run`, they are taken as they are; without them a worker would
 * have every permission. These are what a server needs and no more, as in package.json's `start:deno`.
 */
export function denoArguments(dataDir: string): readonly string[] {
  return [
    ...["run", "--quiet", "--node-modules-dir=manual", "--no-lock", "--no-prompt"],
    ...["--allow-env", "--allow-net", "--allow-sys=hostname,uid"],
    ...[`--allow-read=${root}`, `--allow-read=${dataDir}`, `--allow-write=${dataDir}`],
    `--allow-ffi=${join(root, "node_modules", "sqlite3")}`,
  ];
}

/** What stands in the way of starting a worker, in words for whoever runs the server. */
export function whyNotStarted(error: Error): string {
  if (error.name !== "NotCapable") return `Cannot start a worker: ${error.message}`;
  return "WORKERS above 1 needs Deno's permission to start more of itself, --allow-run";
}
