import { parseArgs } from "node:util";

export interface Options {
  readonly mode: "write" | "check" | "watch" | "help";
  /** Another document and the folder for what is made of it, instead of the configured ones. */
  readonly other: { readonly spec: string; readonly out: string } | undefined;
}

export const help = `Usage: npm run codegen [-- OPTION...]

Generates types, handler interfaces and the route table from an OpenAPI 3.0 or 3.1 document, as codegen.config.ts says.

  --check                compare with what is there, write nothing; exit 1 and list the files that differ
  --watch                generate again whenever the document changes
  --spec FILE --out DIR  another document and another folder, relative to where you are
  --help                 show this text
`;

/** @throws Error with a sentence for the user when the arguments make no sense */
export function parseOptions(args: readonly string[]): Options {
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
  return { mode, other: spec === undefined || out === undefined ? undefined : { spec, out } };
}
