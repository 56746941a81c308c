import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface TestFiles {
  /** Run once for each combination of runtime and database. */
  readonly contract: readonly string[];
  /** Run once. */
  readonly parts: readonly string[];
}

/**
 * The test files below the folder of a module, whose extension they share.
 * @param only keeps those whose path below that folder matches
 */
export async function findTests(importMetaUrl: string, only?: RegExp): Promise<TestFiles> {
  const here = fileURLToPath(importMetaUrl);
  const folder = dirname(here);
  const ending = `.test${here.slice(here.lastIndexOf("."))}`;
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith(ending) && (only === undefined || only.test(name)))
    .toSorted();
  const isContract = (name: string) => name.startsWith("contract/");
  const paths = (wanted: readonly string[]) => wanted.map((name) => join(folder, name));
  return { contract: paths(names.filter(isContract)), parts: paths(names.filter((name) => !isContract(name))) };
}
