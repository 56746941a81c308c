import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../src/util/package-root.ts";

export interface TestFiles {
  /** Run for each combination of runtime and database. */
  readonly contract: readonly string[];
  /** Run once. */
  readonly parts: readonly string[];
}

/**
 * Finds the test files below the folder of a module that have its extension. Files without a source are left out: the compiler does
 * not delete the output of deleted files.
 * @param only matches the paths, relative to that folder, of the files to include
 */
export async function findTests(importMetaUrl: string, only?: RegExp): Promise<TestFiles> {
  const file = fileURLToPath(importMetaUrl);
  const folder = dirname(file);
  const ending = `.test${file.slice(file.lastIndexOf("."))}`;
  const hasSource = (name: string) => existsSync(join(packageRoot, "tests", name.replace(/\.\w+$/, ".ts")));
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith(ending) && hasSource(name) && (only === undefined || only.test(name)))
    .toSorted();
  const isContract = (name: string) => name.startsWith("contract/");
  const paths = (files: readonly string[]) => files.map((name) => join(folder, name));
  return { contract: paths(names.filter(isContract)), parts: paths(names.filter((name) => !isContract(name))) };
}
