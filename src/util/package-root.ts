import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder, which holds `openapi.yaml`; the same whether the code runs from `src` or, compiled, from `dist/src`. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, "openapi.yaml"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No openapi.yaml above ${import.meta.url}`);
  return findRoot(parent);
}
