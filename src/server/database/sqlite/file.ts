import { join } from "node:path";

/** Where the embedded database is. */
export function sqliteFile(dataDir: string): string {
  return join(dataDir, "minifb.sqlite");
}
