import { join } from "node:path";
import ts from "typescript";
import { packageRoot } from "../../src/util/package-root.ts";

export interface CompileError {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * Type-checks files under the project's own tsconfig.json, all in one program.
 * @param files absolute paths
 * @param virtual the text of files that are not on disk, by absolute path
 */
export function compile(
  files: readonly string[],
  virtual: ReadonlyMap<string, string> = new Map(),
): readonly CompileError[] {
  const options: ts.CompilerOptions = { ...projectOptions(), noEmit: true };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  host.readFile = (file) => virtual.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = virtual.get(file);
    return text === undefined
      ? getSourceFile(file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  };
  const program = ts.createProgram([...files, ...virtual.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => ({
    file: diagnostic.file?.fileName ?? "",
    line: diagnostic.file ? diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1 : 0,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  }));
}

/** Generated files may be outside the project, so `typeRoots` points to Node's types. */
function projectOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(join(packageRoot, "tsconfig.json"), ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, packageRoot);
  const { rootDir, outDir, incremental, tsBuildInfoFile, ...rest } = options;
  return { ...rest, typeRoots: [join(packageRoot, "node_modules/@types")] };
}
