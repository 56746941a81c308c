import { isObject, type JsonObject } from "../json.ts";
import { DocumentError, type DocumentProblem } from "../problem.ts";
import { bundle } from "./bundle.ts";
import { problemAt } from "./position.ts";
import { readFiles, type SourceFile } from "./read.ts";
import { checkRules } from "./rules.ts";
import { checkStructure } from "./structure.ts";

export interface LoadedDocument {
  /** The bundled document: parts of other files are under `components`, so that every `$ref` is local. */
  readonly document: JsonObject;
  /** The absolute path of every file that was read. */
  readonly files: readonly string[];
}

/**
 * Reads a document and the files that it refers to, validates them and bundles them.
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with all problems
 */
export async function loadDocument(path: string): Promise<LoadedDocument> {
  const files = await readFiles(path);
  const throwIfAny = (problems: readonly DocumentProblem[]): void => {
    if (problems.length > 0) throw new DocumentError(inReadingOrder(problems), [...files.keys()]);
  };
  const root = files.get(path);
  if (!root) throw new Error(`${path} was not read`);
  if (!("content" in root)) throw new DocumentError([root], [path]);
  throwIfAny(checkVersion(root));

  const { document, origin, problems } = bundle(root, files);
  throwIfAny(problems);
  for (const check of [checkStructure, checkRules]) {
    throwIfAny(check(document).map(({ path: at, message }) => problemAt(origin(at), message)));
  }
  return { document, files: [...files.keys()] };
}

/** By file, then by line and column. */
function inReadingOrder(problems: readonly DocumentProblem[]): readonly DocumentProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function checkVersion(root: SourceFile): readonly DocumentProblem[] {
  const version = isObject(root.content) ? root.content.openapi : undefined;
  if (typeof version === "string" && /^3\.[01]\.\d+(-.+)?$/.test(version)) return [];
  const found = version === undefined ? "there is none" : `this is ${JSON.stringify(version)}`;
  return [problemAt({ file: root, segments: ["openapi"] }, `must be 3.0.x or 3.1.x; ${found}`)];
}
