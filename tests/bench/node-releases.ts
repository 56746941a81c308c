import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { cacheFolder } from "./paths.ts";
import type { NodeRelease } from "./plan.ts";

const run = promisify(execFile);
const releases = [22, 24];

/** Installs other Node releases from npm into the cache folder. Those that fail are added to `skipped`. */
export async function installNodeReleases(
  skipped: string[],
  print: (text: string) => void,
): Promise<readonly NodeRelease[]> {
  const found: NodeRelease[] = [];
  for (const release of releases.filter((number) => number !== Number(process.versions.node.split(".")[0]))) {
    const folder = join(cacheFolder, `node-${release}`);
    const name = `node-${process.platform}-${process.arch}`;
    const executable = join(folder, "node_modules", name, "bin/node");
    try {
      if (!existsSync(executable)) {
        print(`Installing Node ${release} from npm`);
        await run("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${release}`]);
      }
      const { stdout } = await run(executable, ["--version"]);
      found.push({ name: `Node ${stdout.trim()}`, executable });
    } catch {
      skipped.push(`Node ${release}: npm has no ${name}@${release} that runs here`);
    }
  }
  return found;
}
