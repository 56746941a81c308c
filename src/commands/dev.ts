import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../util/package-root.ts";

const help = `npm run dev: runs the server, and restarts it when the code or openapi.yaml changes.

A change of a .ts file is compiled. A change of openapi.yaml runs the code generator. Then the server restarts. It reads
the variables of npm start, but the default of CONTRACT is strict: an answer that openapi.yaml does not allow becomes a
500 with the reason. Ctrl+C stops it.`;

const typescript = join(packageRoot, "node_modules/typescript/bin/tsc");

function main(): void {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    console.log(help);
    return;
  }
  const { status } = spawnSync(process.execPath, [typescript, "--build"], { cwd: packageRoot, stdio: "inherit" });
  if (status !== 0) console.error("The code does not compile yet; the server starts from what could be compiled.");

  const children = [
    start(typescript, "--build", "--watch", "--preserveWatchOutput"),
    start("dist/src/codegen/main.js", "--watch"),
    start("--watch", "--watch-preserve-output", "dist/src/server/main.js"),
  ];
  for (const child of children) {
    child.on("exit", (code) => {
      for (const other of children) other.kill();
      process.exitCode = code ?? 0;
    });
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      for (const child of children) child.kill(signal);
    });
  }
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: packageRoot,
    stdio: "inherit",
    env: { CONTRACT: "strict", ...process.env },
  });
}

main();
