import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";

/** The version of the package, and so of the suite. */
export const suiteVersion: string = String(JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")).version);
