import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { packageRoot } from "../util/package-root.ts";

/** Everything that the frontend is made of. */
const inputs = ["examples/web", "src/client", "src/demo/login.ts", "generated/client.ts", "package-lock.json"];

/** `npm run build:web`: builds the frontend into `dist/web`, if something of it changed since. */
async function main(): Promise<void> {
  const built = await stat(join(packageRoot, "dist/web/index.html")).catch(() => undefined);
  const changes = await Promise.all(inputs.map((input) => lastChange(join(packageRoot, input))));
  if (built && Math.max(...changes) < built.mtimeMs) return;
  const { build } = await import("vite");
  await build({ root: join(packageRoot, "examples/web"), logLevel: "warn" });
}

/** When a file, or the newest of a folder's, was last changed, in milliseconds since 1970. */
async function lastChange(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = entries.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs);
  return Math.max(mtimeMs, ...(await Promise.all(times)));
}

main().catch((error: unknown) => {
  console.error(`The frontend cannot be built: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
