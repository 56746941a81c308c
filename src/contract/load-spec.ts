import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadDocument } from "../openapi/load/document.ts";
import { packageRoot } from "../util/package-root.ts";
import type { OpenApiDocument } from "./document.ts";
import { createSpec, type Spec } from "./spec.ts";

/** Loads the spec that the package contains, as bundled by the code generator. */
export async function packagedSpec(): Promise<Spec> {
  return createSpec(JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8")));
}

/**
 * Loads another spec, in YAML or JSON, which may consist of several files.
 * @throws DocumentError with every problem of the document
 */
export async function loadSpec(file: string): Promise<Spec> {
  const { document } = await loadDocument(resolve(file));
  // `loadDocument` has checked the structure. This type describes a part of it.
  return createSpec(document as unknown as OpenApiDocument);
}
