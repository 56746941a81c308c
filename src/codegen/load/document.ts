import { BaseResolver, bundleDocument, lintDocument } from "@redocly/openapi-core";
import { isObject, type JsonObject } from "../json.ts";
import { DocumentError } from "../problem.ts";
import { toProblem, toProblems } from "./locate.ts";
import { ruleSet } from "./rules.ts";

export interface LoadedDocument {
  /** The document with what it took from other files under `components`, so that every `$ref` is a local one. */
  readonly document: JsonObject;
  /** Every file that was read, by its absolute path. */
  readonly files: readonly string[];
}

/**
 * Reads a document and the files that it refers to, checks it all and joins it into one.
 * @param file absolute path of a YAML or JSON file
 * @throws DocumentError with every fault that was found
 */
export async function loadDocument(file: string): Promise<LoadedDocument> {
  const resolver = new BaseResolver();
  const root = await resolver.resolveDocument(null, file, true);
  if (root instanceof Error) throw new DocumentError([toProblem(root, file)]);
  const version: unknown = isObject(root.parsed) ? root.parsed.openapi : undefined;
  if (typeof version !== "string" || !/^3\.[01]\.\d+(-.+)?$/.test(version)) {
    const found = version === undefined ? "there is none" : `found ${JSON.stringify(version)}`;
    throw new DocumentError([
      {
        file,
        pointer: "#/openapi",
        line: undefined,
        column: undefined,
        message: `expected "openapi" to be 3.0.x or 3.1.x, ${found}`,
      },
    ]);
  }

  const config = await ruleSet();
  const faults = await lintDocument({ document: root, config: config.styleguide, externalRefResolver: resolver });
  throwFaults(faults);
  const bundled = await bundleDocument({ document: root, config: config.styleguide, externalRefResolver: resolver });
  throwFaults(bundled.problems.filter(({ severity }) => severity === "error"));
  const document: unknown = bundled.bundle.parsed;
  if (!isObject(document)) throw new Error(`${file} holds no object`);
  return { document, files: [...resolver.getFiles()] };
}

function throwFaults(found: Parameters<typeof toProblems>[0]): void {
  if (found.length > 0) throw new DocumentError(toProblems(found));
}
