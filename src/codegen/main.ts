import { resolve as resolvePath } from "node:path";
import { config as configured } from "../../codegen.config.ts";
import { DocumentError } from "../openapi/problem.ts";
import { packageRoot } from "../util/package-root.ts";
import type { CodegenConfig } from "./config.ts";
import { generate } from "./generate.ts";
import { type CodegenOptions, help, parseOptions } from "./options.ts";
import { findStale, writeFiles } from "./output.ts";
import { watch } from "./watch.ts";

/** @returns the exit code */
async function run(args: readonly string[]): Promise<number> {
  let options: CodegenOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    return 1;
  }
  const config = options.override ? { ...configured, ...toAbsolute(options.override) } : configured;
  const out = resolvePath(packageRoot, config.out);
  switch (options.mode) {
    case "help":
      console.log(help);
      return 0;
    case "check":
      return check(config, out);
    case "watch":
      await watch(resolvePath(packageRoot, config.spec), () => write(config, out), console.error);
      return 0;
    case "write":
      await write(config, out);
      return 0;
  }
}

function toAbsolute(override: { readonly spec: string; readonly out: string }) {
  return { spec: resolvePath(override.spec), out: resolvePath(override.out) };
}

async function write(config: CodegenConfig, out: string): Promise<readonly string[]> {
  const { files, sources } = await generate(config, packageRoot);
  const changed = await writeFiles(out, files);
  console.log(
    changed.length === 0 ? `Nothing to change in ${config.out}` : `Wrote ${changed.join(", ")} to ${config.out}`,
  );
  return sources;
}

async function check(config: CodegenConfig, out: string): Promise<number> {
  const { files } = await generate(config, packageRoot);
  const stale = await findStale(out, files);
  for (const name of stale)
    console.error(`${config.out}/${name} is not up to date with ${config.spec}; run npm run codegen`);
  return stale.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
