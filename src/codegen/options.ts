import { parseArgs } from "node:util";

export interface CodegenOptions {
  readonly mode: "write" | "check" | "watch" | "help";
  /** The document and the output folder to use instead of the configured ones. */
  readonly override: { readonly spec: string; readonly out: string } | undefined;
}

export const help = `Usage: npm run codegen [-- OPTION...]

Generates types, handler interfaces and the route table from an OpenAPI 3.0 or 3.1 document. Options are in
codegen.config.ts.

  --check                write nothing; list the files that are not up to date and exit 1 if there are any
  --watch                generate again each time the document changes
  --spec FILE --out DIR  use another document and output folder, relative to the working directory
  --help                 show this text
`;

/** @throws Error with a message for the user if the arguments are invalid */
export function parseOptions(args: readonly string[]): CodegenOptions {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      check: { type: "boolean", default: false },
      watch: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      spec: { type: "string" },
      out: { type: "string" },
    },
  });
  const { check, watch, help, spec, out } = values;
  if (check && watch) throw new Error("--check and --watch exclude each other");
  if ((spec === undefined) !== (out === undefined)) throw new Error("--spec and --out go together");
  const mode = help ? "help" : check ? "check" : watch ? "watch" : "write";
  return { mode, override: spec === undefined || out === undefined ? undefined : { spec, out } };
}
