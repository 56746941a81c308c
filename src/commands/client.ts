import { spawnSync } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { packageRoot } from "../util/package-root.ts";

const help = `npm run client: builds the client package, for Node, Deno and browsers.

Writes it to dist/client, ready to be installed or published: one module without dependencies, its types, package.json
with the version of openapi.yaml, and README.md.

  --out DIR   the output folder (default dist/client)
  --help      show this text`;

async function main(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string", default: join(packageRoot, "dist/client") },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return help;
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  writeTypes(out);
  await writeModule(out);
  const { info } = JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8"));
  await writeFile(join(out, "package.json"), `${JSON.stringify(packageOf(info.version), undefined, 2)}\n`);
  await copyFile(join(packageRoot, "src/client/README.md"), join(out, "README.md"));
  await copyFile(join(packageRoot, "LICENSE"), join(out, "LICENSE"));
  await copyFile(join(packageRoot, "node_modules/openapi-fetch/LICENSE"), join(out, "LICENSE.openapi-fetch"));
  return `The client package is in ${out}`;
}

/** Also checks that the client uses nothing that browsers do not have: its own tsconfig.json knows no Node. */
function writeTypes(out: string): void {
  const typescript = join(packageRoot, "node_modules/typescript/bin/tsc");
  const types = join(out, "types");
  const args = ["--project", "src/client", "--outDir", types, "--tsBuildInfoFile", join(types, ".tsbuildinfo")];
  const { status } = spawnSync(process.execPath, [typescript, ...args], { cwd: packageRoot, stdio: "inherit" });
  if (status !== 0) throw new Error("The client does not compile");
}

async function writeModule(out: string): Promise<void> {
  await build({
    root: packageRoot,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      lib: { entry: "src/client/index.ts", formats: ["es"], fileName: "index" },
      target: "es2022",
      minify: false,
      sourcemap: true,
      outDir: out,
      emptyOutDir: false,
    },
  });
}

function packageOf(version: string) {
  return {
    name: "minifb-client",
    version,
    description: "A typed client for minifb's API, for Node, Deno and browsers",
    license: "Apache-2.0",
    type: "module",
    sideEffects: false,
    exports: { ".": { types: "./types/src/client/index.d.ts", default: "./index.js" } },
    files: ["index.js", "index.js.map", "types/**/*.d.ts", "LICENSE.openapi-fetch"],
    engines: { node: ">=20" },
  };
}

try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
