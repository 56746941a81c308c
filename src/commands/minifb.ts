import { extname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { commands, nearest } from "./table.ts";

const widest = Math.max(...commands.map(({ name }) => name.length));

const help = `minifb COMMAND [OPTION...]

${commands.map(({ name, line }) => `  ${name.padEnd(widest)}  ${line}`).join("\n")}

minifb COMMAND --help shows its options. Each command is also an npm script: npm run demo -- --users 9 is minifb demo --users 9.`;

const self = import.meta.url;

/** Runs a command in this process, with `process.argv` as if its file had been started directly. */
async function main([name, ...rest]: readonly string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(help);
    return;
  }
  const command = commands.find((each) => each.name === name);
  if (command) {
    const file = new URL(`${command.module}${extname(fileURLToPath(self))}`, self);
    process.argv.splice(1, process.argv.length, fileURLToPath(file), ...rest);
    await import(file.href);
    return;
  }
  const near = nearest(
    name,
    commands.map((each) => each.name),
  );
  console.error(`There is no command ${name}.${near === undefined ? "" : ` Did you mean ${near}?`} See minifb --help`);
  process.exitCode = 1;
}

await main(process.argv.slice(2));
