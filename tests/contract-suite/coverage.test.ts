import assert from "node:assert/strict";
import { test } from "node:test";
import { createCoverage } from "../../src/contract/coverage/coverage.ts";
import { matrixText } from "../../src/contract/coverage/matrix.ts";
import { measureCoverage } from "../../src/contract/coverage/measure.ts";
import type { ReceivedAnswer } from "../../src/contract/wire.ts";
import { spec } from "../support/spec.ts";

function answerOf(status: number, content: string): ReceivedAnswer {
  return {
    status,
    headers: new Headers(),
    mediaType: "application/json",
    body: {},
    text: "{}",
    request: { method: "POST", url: "http://localhost/post", body: JSON.stringify({ content }) },
  };
}

function keyOf({ kind, operationId, name }: { kind: string; operationId: string; name: string }): string {
  return `${kind}|${operationId}|${name}`;
}

test("a documented status that was not provoked is missing, and shows in the matrix", () => {
  const full = createCoverage(spec);
  for (const target of full.targets) full.restore(keyOf(target));
  assert.deepEqual(measureCoverage(full).missing, []);
  assert.ok(measureCoverage(full).shares.every(({ total, reached }) => total === reached && total > 0));
  assert.doesNotMatch(matrixText(spec, measureCoverage(full).cells), /!/);

  const lacking = createCoverage(spec);
  for (const target of lacking.targets) {
    if (keyOf(target) !== "status|getPost|204") lacking.restore(keyOf(target));
  }
  assert.deepEqual(measureCoverage(lacking).missing, ["getPost 204"]);
  assert.match(matrixText(spec, measureCoverage(lacking).cells), /^getPost .*!/m);

  lacking.exclude("getPost", 204, "there is always a post");
  assert.deepEqual(measureCoverage(lacking).missing, []);
  assert.match(matrixText(spec, measureCoverage(lacking).cells), /^getPost .*-/m);
});

test("a keyword is satisfied by a value at its bound, and violated by a request that was rejected", () => {
  const coverage = createCoverage(spec);
  const reached = () =>
    coverage.targets
      .filter((target) => target.kind === "keyword" && coverage.isReached(target))
      .map(({ name }) => name)
      .filter((name) => name.startsWith("body content: m"));
  coverage.record("createPost", answerOf(201, "Neither short nor long"));
  assert.deepEqual(reached(), []);
  coverage.record("createPost", answerOf(201, "😀".repeat(3000)));
  coverage.record("createPost", answerOf(400, ""));
  assert.deepEqual(reached(), ["body content: minLength violated", "body content: maxLength satisfied"]);
});
