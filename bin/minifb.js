#!/usr/bin/env node
// JavaScript, so that it can tell of a build that is not there.
import { existsSync } from "node:fs";

const program = new URL("../dist/src/commands/minifb.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error("minifb is not built yet. Build it with: npm ci, or npm run prepare where that was done");
  process.exitCode = 1;
}
