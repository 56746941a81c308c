import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

const self = fileURLToPath(import.meta.url);

/** The build folder of this program, which also has the server to measure. */
export const built = join(dirname(self), "../..");

/** The path of a built module. @param module such as `src/server/main` */
export function builtModule(module: string): string {
  return join(built, `${module}${extname(self)}`);
}

/** Files that later runs reuse; safe to delete. */
export const cacheFolder = join(packageRoot, "node_modules/.cache/bench");
