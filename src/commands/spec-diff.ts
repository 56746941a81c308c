import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { config } from "../../codegen.config.ts";
import { type JsonObject, objectAt, stringAt } from "../openapi/json.ts";
import { loadDocument } from "../openapi/load/document.ts";
import { DocumentError } from "../openapi/problem.ts";
import { compareDocuments } from "../spec-diff/compare.ts";
import { loadVersion, VersionNotFound } from "../spec-diff/load-version.ts";
import { changelogName, recordRelease, releasedName } from "../spec-diff/record-release.ts";
import { comparisonText } from "../spec-diff/text.ts";
import { suggestVersion } from "../spec-diff/version.ts";
import { packageRoot } from "../util/package-root.ts";

const generated = join(packageRoot, config.out);

const help = `npm run spec:diff -- REF [OPTION...]: compares the API document with another version of it.

REF is a git commit, branch or tag, or a file. The report has for each change the operation, whether it breaks
clients of the older version, and why. Both documents may be any OpenAPI 3.0 or 3.1 documents.

  --spec FILE      the newer document (default ${config.spec})
  --json           write JSON
  --record         also add the changes to ${config.out}/${changelogName}, the source of /docs/changelog, and keep the document
                   in ${config.out}/${releasedName}, which the tests compare ${config.spec} with
  --missing-ok     succeed if REF does not exist, as on the first run of a CI
  --help           show this text

Exit status: 0 if clients still work or info.version has a new major number, 1 if not, 2 if the comparison
failed.`;

interface Options {
  readonly ref: string;
  readonly spec: string;
  readonly isJson: boolean;
  readonly isRecorded: boolean;
  readonly mayBeMissing: boolean;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    return 0;
  }
  const { ref, spec, isJson, isRecorded, mayBeMissing } = parseOptions(args);
  try {
    const { document: before } = await loadVersion(ref, spec);
    const { document: after } = await loadDocument(spec);
    const changes = compareDocuments(before, after);
    const versions = suggestVersion(changes, versionOf(before), versionOf(after));
    console.log(isJson ? JSON.stringify({ ...versions, changes }, undefined, 2) : comparisonText(changes, versions));
    if (versions.step === "major" && !versions.isEnough) return 1;
    if (isRecorded) {
      await recordRelease(generated, after, changes, versions, new Date());
      console.log(`Recorded ${versions.after} in ${config.out}/${changelogName} and ${config.out}/${releasedName}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof VersionNotFound) || !mayBeMissing) throw error;
    console.log(`${error.message}; nothing to compare with.`);
    return 0;
  }
}

function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      spec: { type: "string" },
      json: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      "missing-ok": { type: "boolean", default: false },
    },
  });
  const [ref, ...more] = positionals;
  if (ref === undefined || more.length > 0) throw new Error("Give one REF, what to compare with");
  const spec = values.spec === undefined ? resolve(packageRoot, config.spec) : resolve(values.spec);
  if (values.record && values.spec !== undefined) throw new Error("--record is for the server's own document alone");
  return { ref, spec, isJson: values.json, isRecorded: values.record, mayBeMissing: values["missing-ok"] };
}

function versionOf(document: JsonObject): string {
  return stringAt(objectAt(document, "info"), "version") ?? "";
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof TypeError || !(error instanceof DocumentError || error instanceof VersionNotFound);
  console.error(error instanceof Error ? error.message : String(error));
  if (isUsage) console.error("See npm run spec:diff -- --help");
  process.exitCode = 2;
}
