import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseChangelog, type Release } from "../../src/spec-diff/changelog.ts";
import { compareDocuments } from "../../src/spec-diff/compare.ts";
import { recordRelease } from "../../src/spec-diff/record-release.ts";
import { suggestVersion } from "../../src/spec-diff/version.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { gives } from "./documents.ts";

const first: Release = { version: "1.0.0", date: "2026-01-02", since: null, changes: [] };

test("the server's own changelog begins with the version that its document has", async () => {
  const read = (name: string) => readFile(join(packageRoot, "generated", name), "utf8");
  const [newest] = parseChangelog(await read("changelog.json"));
  const { info } = JSON.parse(await read("openapi.json"));
  assert.equal(newest?.version, info.version, "run npm run spec:diff -- <the last version's tag> --record");
});

test("a version is recorded before those there are, once however often, and only under a new number", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "minifb-changelog-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "changelog.json");
  await writeFile(file, JSON.stringify([first]));
  const document = gives({ type: "string", nullable: true });
  const changes = compareDocuments(gives({ type: "string" }), document);

  for (const day of ["2026-02-03T10:00:00Z", "2026-02-04T10:00:00Z"]) {
    await recordRelease(folder, document, changes, suggestVersion(changes, "1.0.0", "2.0.0"), new Date(day));
  }
  assert.deepEqual(parseChangelog(await readFile(file, "utf8")), [
    {
      version: "2.0.0",
      date: "2026-02-04",
      since: "1.0.0",
      changes: [
        {
          locations: ["POST /thing 200"],
          what: "the body may now be null",
          effect: "breaking",
          why: "clients that do not expect null may get it",
        },
      ],
    },
    first,
  ]);
  assert.deepEqual(JSON.parse(await readFile(join(folder, "openapi-released.json"), "utf8")), document);
  await assert.rejects(
    recordRelease(folder, document, changes, suggestVersion(changes, "2.0.0", "2.0.0"), new Date()),
    /still 2\.0\.0/,
  );
});

test("what is no changelog is refused", () => {
  for (const text of [
    "{}",
    "[{}]",
    '[{"version":"1.0.0"}]',
    '[{"version":"1","date":"2026-01-01","changes":[{"what":"a"}]}]',
  ]) {
    assert.throws(() => parseChangelog(text), /changelog must/);
  }
});
