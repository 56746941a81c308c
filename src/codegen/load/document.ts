import { isObject, type JsonObject } from "../json.ts";
import { DocumentError } from "../problem.ts";
import { bundle } from "./bundle.ts";
import { problemAt } from "./position.ts";
import { readFiles } from "./read.ts";
import { checkRules } from "./rules.ts";
import { checkStructure } from "./structure.ts";

export interface LoadedDocument {
  /** The document with what it took from other files under `components`, so that every `$ref` is a local one. */
  readonly document: JsonObject;
  /** Every file that was read, by its absolute path. */
  readonly files: readonly string[];
}

/**
 * Reads a document and the files that it refers to, checks it all and joins it into one.
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with every fault that was found
 */
export async function loadDocument(path: string): Promise<LoadedDocument> {
  const files = await readFiles(path);
  const root = files.get(path);
  if (!root) throw new Error(`${path} was not read`);
  if (!("content" in root)) throw new DocumentError([root]);

  const version = isObject(root.content) ? root.content.openapi : undefined;
  if (typeof version !== "string" || !/^3\.[01]\.\d+(-.+)?$/.test(version)) {
    const found = version === undefined ? "there is none" : `this is ${JSON.stringify(version)}`;
    throw new DocumentError([problemAt({ file: root, segments: ["openapi"] }, `must be 3.0.x or 3.1.x; ${found}`)]);
  }

  const { document, origin, problems } = bundle(root, files);
  if (problems.length > 0) throw new DocumentError(problems);
  for (const check of [checkStructure, checkRules]) {
    const faults = check(document);
    if (faults.length > 0)
      throw new DocumentError(faults.map(({ path: at, message }) => problemAt(origin(at), message)));
  }
  return { document, files: [...files.keys()] };
}
