import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadModel } from "../codegen/routes.ts";
import { DocumentError } from "../openapi/problem.ts";
import { ScaffoldError, scaffold } from "../scaffold/scaffold.ts";
import { packageRoot } from "../util/package-root.ts";

const help = `npm run new -- OPERATION_ID [--table NAME]: writes the skeletons of an operation that openapi.yaml describes.

  OPERATION_ID   its operationId in openapi.yaml; run npm run codegen first
  --table NAME   also a model and a migration, for a table of this name, such as bookmarks

It writes the handler, the contract rule and their registration where a tag is new. All of it compiles; the handler answers 500
and the rule fails until you replace them. Files that exist are extended and never overwritten.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h", default: false }, table: { type: "string" } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const [operationId, ...others] = positionals;
  if (!operationId || others.length > 0) throw new ScaffoldError(`Name one operation.\n\n${help}`);
  const model = await loadModel(join(packageRoot, "openapi.yaml"));
  const written = await scaffold({ root: packageRoot, model, operationId, table: values.table });
  format([...written.keys()]);
  for (const [path, next] of written) console.log(`${path}: ${next}`);
}

/** Sorts the imports and wraps lines, as `npm run lint` demands. */
function format(files: readonly string[]): void {
  const biome = join(packageRoot, "node_modules/@biomejs/biome/bin/biome");
  const { status, stderr } = spawnSync(process.execPath, [biome, "check", "--write", ...files], {
    cwd: packageRoot,
    encoding: "utf8",
  });
  if (status !== 0) console.error(stderr);
}

try {
  await main();
} catch (error) {
  const isExpected =
    error instanceof ScaffoldError ||
    error instanceof DocumentError ||
    (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!isExpected) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
