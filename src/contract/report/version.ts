import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";

/** Of the package, and so of the suite that is in it. */
export const suiteVersion: string = String(JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")).version);
