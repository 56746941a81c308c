import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

export interface TestFiles {
  /** Run once for each combination of runtime and database. */
  readonly contract: readonly string[];
  /** Run once. */
  readonly parts: readonly string[];
}

/**
 * The test files below the folder of a module, whose extension they share; not those whose source is gone, since the
 * compiler leaves what it once wrote.
 * @param only keeps those whose path below that folder matches
 */
export async function findTests(importMetaUrl: string, only?: RegExp): Promise<TestFiles> {
  const here = fileURLToPath(importMetaUrl);
  const folder = dirname(here);
  const ending = `.test${here.slice(here.lastIndexOf("."))}`;
  const hasSource = (name: string) => existsSync(join(packageRoot, "tests", name.replace(/\.\w+$/, ".ts")));
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith(ending) && hasSource(name) && (only === undefined || only.test(name)))
    .toSorted();
  const isContract = (name: string) => name.startsWith("contract/");
  const paths = (wanted: readonly string[]) => wanted.map((name) => join(folder, name));
  return { contract: paths(names.filter(isContract)), parts: paths(names.filter((name) => !isContract(name))) };
}
