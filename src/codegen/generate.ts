import { dirname, join, relative, resolve as resolvePath, sep } from "node:path";
import { loadDocument } from "../openapi/load/document.ts";
import type { CodegenConfig, TypeImport } from "./config.ts";
import { clientText } from "./emit/client.ts";
import { operationsText } from "./emit/operations.ts";
import { schemaText } from "./emit/schema.ts";
import { reservedNames } from "./emit/strict.ts";
import { modelOf } from "./model/model.ts";
import { normalize } from "./normalize/normalize.ts";
import { identifyOperations } from "./normalize/operations.ts";

export interface Generated {
  /** The text of each generated file by name. */
  readonly files: ReadonlyMap<string, string>;
  /** The absolute paths of the document's files. */
  readonly sources: readonly string[];
}

/**
 * Generates all files in memory.
 * @param root the folder that paths of the configuration are relative to
 * @throws DocumentError if the document is invalid
 */
export async function generate(config: CodegenConfig, root: string): Promise<Generated> {
  const { document, files } = await loadDocument(resolvePath(root, config.spec));
  const identified = identifyOperations(document);
  const normalized = normalize(identified);
  const { caller, returned } = config;
  const model = modelOf(normalized, {
    defaultTag: config.defaultTag,
    reserved: [...reservedNames, caller.name, ...(returned ? [returned.name] : [])],
  });
  return {
    files: new Map([
      ["schema.ts", await schemaText(normalized)],
      [
        "operations.ts",
        operationsText(model, importFrom(caller, config, root), returned && importFrom(returned, config, root)),
      ],
      ["client.ts", clientText(model)],
      ["openapi.json", `${JSON.stringify(identified, undefined, 2)}\n`],
    ]),
    sources: files,
  };
}

/** A configured type with its module as the output folder sees it. */
function importFrom({ name, from }: TypeImport, { out }: CodegenConfig, root: string): TypeImport {
  const path = relative(resolvePath(root, out), join(resolvePath(root, dirname(from)), from.split("/").at(-1) ?? ""));
  const url = path.split(sep).join("/");
  return { name, from: url.startsWith(".") ? url : `./${url}` };
}
