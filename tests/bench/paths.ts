import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

const self = fileURLToPath(import.meta.url);

/** Where this program was built, so that it starts the server that was built with it. */
export const built = join(dirname(self), "../..");

/** A module of ours as Node takes it. @param module such as `src/server/main` */
export function builtModule(module: string): string {
  return join(built, `${module}${extname(self)}`);
}

/** What may be kept from one run to the next; it costs only time to delete it. */
export const cacheFolder = join(packageRoot, "node_modules/.cache/bench");
