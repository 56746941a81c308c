import assert from "node:assert/strict";
import { test } from "node:test";
import type { Effect } from "../../src/spec-diff/change.ts";
import { suggestVersion } from "../../src/spec-diff/version.ts";

const changes = (...effects: readonly Effect[]) =>
  effects.map((effect) => ({ locations: ["GET /a"], what: "it is new", effect, why: "so" }));

const rows: readonly (readonly [
  effects: readonly Effect[],
  before: string,
  after: string,
  suggested: string,
  isEnough: boolean,
])[] = [
  [[], "1.2.3", "1.2.3", "1.2.3", true],
  [["documentation"], "1.2.3", "1.2.3", "1.2.4", false],
  [["documentation"], "1.2.3", "1.2.4", "1.2.4", true],
  [["compatible", "documentation"], "1.2.3", "1.2.4", "1.3.0", false],
  [["compatible"], "1.2.3", "1.3.0", "1.3.0", true],
  [["breaking", "compatible"], "1.2.3", "1.3.0", "2.0.0", false],
  [["breaking"], "1.2.3", "2.0.0", "2.0.0", true],
  [["breaking"], "1.2.3", "2.1.0-rc.1", "2.0.0", true],
  [["breaking"], "2.0.0", "1.0.0", "3.0.0", false],
  [["breaking"], "0.3.1", "0.3.2", "0.4.0", false],
  [["breaking"], "0.3.1", "0.4.0", "0.4.0", true],
  [["breaking"], "9.0.0", "10.0.0", "10.0.0", true],
  [["breaking"], "v1", "v2", "2.0.0", true],
  [["breaking"], "spring", "spring", "another", false],
  [["breaking"], "spring", "summer", "another", true],
];

for (const [effects, before, after, suggested, isEnough] of rows) {
  test(`${effects.join(" and ") || "no"} changes from ${before} to ${after} ask for ${suggested}`, () => {
    const versions = suggestVersion(changes(...effects), before, after);
    assert.deepEqual([versions.suggested, versions.isEnough], [suggested, isEnough]);
  });
}
