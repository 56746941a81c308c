import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { config } from "../../codegen.config.ts";
import type { CodegenConfig } from "../../src/codegen/config.ts";
import { generate } from "../../src/codegen/generate.ts";
import { writeFiles } from "../../src/codegen/output.ts";
import { packageRoot } from "../../src/util/package-root.ts";

/** Documents with different features. */
export const fixtures = {
  /** 3.0 YAML: all forms of discriminators, nullable, readOnly and writeOnly, callbacks, links, all forms of security. */
  pets: "pets.yaml",
  /** 3.1 JSON over several files, also YAML ones: type arrays, webhooks, path items by reference, anchors. */
  library: "library/openapi.json",
  /** 3.0 YAML: binary and multipart bodies, wildcards, ranges and `default`, HEAD, parameters in a media type. */
  files: "files.yaml",
  /** 3.0 YAML: no operationIds or tags, reserved words, collisions, unicode, cookies and odd names. */
  legacy: "legacy.yaml",
  /** 3.1 YAML: webhooks and components only. */
  events: "events.yaml",
  /** 3.1 YAML: compositions, recursion, further properties, references to parts of components. */
  shop: "shop.yaml",
} as const;

export type Fixture = keyof typeof fixtures;

export function fixturePath(name: Fixture): string {
  return join(packageRoot, "tests/codegen/fixtures", fixtures[name]);
}

/** A temporary folder of ES modules. */
export async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-codegen-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  return folder;
}

/** Generates into a folder and returns the text of each file. */
export async function generateInto(
  out: string,
  spec: string,
  options: Pick<CodegenConfig, "returned"> = {},
): Promise<ReadonlyMap<string, string>> {
  const { caller, defaultTag } = config;
  const { files } = await generate({ caller, defaultTag, spec, out, ...options }, packageRoot);
  await writeFiles(out, files);
  return files;
}

/** Writes documents to a folder; names may include folders. */
export async function writeDocuments(folder: string, documents: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(documents)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
