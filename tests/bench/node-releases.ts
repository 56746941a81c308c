import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { cacheFolder } from "./paths.ts";
import type { OtherNode } from "./plan.ts";

const run = promisify(execFile);
const releases = [22, 24];

/** Other releases of Node, from npm, which are kept; those that cannot be had are told of in `skipped`. */
export async function otherNodes(skipped: string[], say: (text: string) => void): Promise<readonly OtherNode[]> {
  const found: OtherNode[] = [];
  for (const release of releases.filter((number) => number !== Number(process.versions.node.split(".")[0]))) {
    const folder = join(cacheFolder, `node-${release}`);
    const name = `node-${process.platform}-${process.arch}`;
    const executable = join(folder, "node_modules", name, "bin/node");
    try {
      if (!existsSync(executable)) {
        say(`Getting Node ${release} from npm`);
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
