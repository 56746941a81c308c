import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadDocument } from "../openapi/load/document.ts";
import { packageRoot } from "../util/package-root.ts";
import type { OpenApiDocument } from "./document.ts";
import { createSpec, type Spec } from "./spec.ts";

/** The spec that is packaged with the suite, as the code generator bundled it. */
export async function packagedSpec(): Promise<Spec> {
  return createSpec(JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8")));
}

/**
 * Another one, in YAML or JSON and of several files if need be.
 * @throws DocumentError with everything that is wrong with it
 */
export async function loadSpec(file: string): Promise<Spec> {
  const { document } = await loadDocument(resolve(file));
  // `loadDocument` has checked the structure, of which this type describes a part.
  return createSpec(document as unknown as OpenApiDocument);
}
