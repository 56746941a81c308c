import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { config } from "../../codegen.config.ts";
import type { JsonObject } from "../../src/openapi/json.ts";
import { loadDocument } from "../../src/openapi/load/document.ts";
import { parseChangelog } from "../../src/spec-diff/changelog.ts";
import { compareDocuments } from "../../src/spec-diff/compare.ts";
import { changelogName, releasedName } from "../../src/spec-diff/record-release.ts";
import { comparisonText } from "../../src/spec-diff/text.ts";
import { suggestVersion } from "../../src/spec-diff/version.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { type Json, lookUp, withChange } from "./document.ts";

const generated = join(packageRoot, config.out);
const released = await documentIn(join(generated, releasedName));
const current = await documentIn(join(packageRoot, config.spec));

test("openapi.yaml breaks no client of the last release, or has a new major version", () => {
  assert.equal(breachIn(current), undefined);
});

test("the released document is that of the newest version in the changelog", async () => {
  const [newest] = parseChangelog(await readFile(join(generated, changelogName), "utf8"));
  assert.equal(lookUp(released, "/info/version"), newest?.version);
});

const listPosts = "/paths/~1post/get";

const breaking: Readonly<Record<string, readonly [at: string, to: Json | undefined]>> = {
  "a removed operation": [listPosts, undefined],
  "a removed path": ["/paths/~1post", undefined],
  "a changed permission": [`${listPosts}/x-permission`, "admin"],
  "a removed status": [`${listPosts}/responses/204`, undefined],
  "a removed refusal": [`${listPosts}/responses/403`, undefined],
  "a new success status": [`${listPosts}/responses/202`, lookUp(released, `${listPosts}/responses/204`)],
  "a removed property of an answer": ["/components/schemas/Post/properties/createdAt", undefined],
};

for (const [name, [at, to]] of Object.entries(breaking)) {
  test(`${name} fails, and passes with a new major version`, () => {
    const document = changed(released, at, to);
    assert.match(breachIn(document) ?? "", /Breaks clients/);
    assert.equal(breachIn(changed(document, "/info/version", "2.0.0")), undefined);
  });
}

test("an added operation and an added optional property pass", () => {
  assert.equal(breachIn(changed(released, "/paths/~1teapot", lookUp(released, "/paths/~1health"))), undefined);
  const bio = lookUp(released, "/components/schemas/NewPost/properties/content");
  assert.equal(breachIn(changed(released, "/components/schemas/NewPost/properties/title", bio)), undefined);
});

/** What breaks clients of the last release without a new major version; undefined if nothing does. */
function breachIn(document: JsonObject): string | undefined {
  const changes = compareDocuments(released, document);
  const versions = suggestVersion(changes, versionOf(released), versionOf(document));
  return versions.step === "major" && !versions.isEnough ? comparisonText(changes, versions) : undefined;
}

function versionOf(document: JsonObject): string {
  return String(lookUp(document, "/info/version"));
}

async function documentIn(file: string): Promise<JsonObject> {
  return (await loadDocument(file)).document;
}

function changed(document: JsonObject, pointer: string, value: Json | undefined): JsonObject {
  return JSON.parse(JSON.stringify(withChange(document, pointer, value)));
}
