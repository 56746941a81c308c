import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { ContractClient, OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { harmlessRequest, operationIds } from "../requests.ts";
import { type ContractRule, rfc, specAt } from "../rule.ts";
import type { Spec } from "../spec.ts";

/** As `info` of the spec says. */
const maxBodyBytes = 64 * 1024;

/** Rules for each operation about invalid encodings, types and sizes of a request. The requests have no effect. */
export function requestRules(spec: Spec): readonly ContractRule[] {
  return operationIds(spec).flatMap((id) => [
    ...forCaller(spec, id, [problemRule(spec, id)]),
    ...(spec.operation(id).body ? forCaller(spec, id, [bodyRule(spec, id)]) : []),
  ]);
}

function forCaller(spec: Spec, id: OperationId, rules: readonly ContractRule[]): readonly ContractRule[] {
  return spec.operation(id).permission === "admin" ? rules.map((rule) => ({ ...rule, needs: "admin" })) : rules;
}

/** A client that may call the operation. */
async function callerOf(spec: Spec, id: OperationId, { anyone, members, admin }: RuleContext): Promise<ContractClient> {
  const { secured, permission } = spec.operation(id);
  if (!secured) return anyone;
  if (permission === "admin") return admin();
  const [member] = await members(1);
  return member;
}

function problemRule(spec: Spec, id: OperationId): ContractRule {
  return {
    id: `request/problem-${id}`,
    title: `${id} returns problem details to clients that prefer them`,
    source: rfc(9457),
    operations: [id],
    async run(context) {
      const caller = await callerOf(spec, id, context);
      const request = { ...harmlessRequest(spec.operation(id)), query: "surplus=1" };
      const plain = await caller.attempt(id, request);
      const requestId = randomUUID();
      const headers = { accept: "application/problem+json", "x-request-id": requestId };
      const answer = await caller.attempt(id, { ...request, headers });
      assert.equal(answer.mediaType, "application/problem+json");
      assert.deepEqual(answer.body, {
        type: "about:blank",
        title: Object(plain.body).result,
        status: 400,
        detail: Object(plain.body).hint,
        instance: `urn:uuid:${requestId}`,
      });
      for (const accept of ["application/json", "*/*", "application/json, application/problem+json;q=0.5"]) {
        assert.equal((await caller.attempt(id, { ...request, headers: { accept } })).mediaType, "application/json");
      }
    },
  };
}

const otherTypes = [
  "text/plain",
  "application/xml",
  "application/x-www-form-urlencoded",
  "application/problem+json",
  "application/jsonx",
  "",
  "application/json; charset=utf-16",
];

function bodyRule(spec: Spec, id: OperationId): ContractRule {
  return {
    id: `request/body-${id}`,
    title: `${id} rejects a body that is too large with 413, and one whose type is not JSON with 415`,
    source: specAt("info: Requests"),
    operations: [id],
    async run(context) {
      const caller = await callerOf(spec, id, context);
      const validRequest = harmlessRequest(spec.operation(id));
      const text = JSON.stringify(validRequest.body);
      const padded = (length: number) => text + " ".repeat(length - text.length);

      const large = await caller.attempt(id, { ...validRequest, raw: padded(maxBodyBytes + 1) });
      assert.equal(large.status, 413, large.text);
      const larger = await caller.attempt(id, { ...validRequest, raw: "x".repeat(10 * maxBodyBytes) });
      assert.equal(larger.status, 413, larger.text);
      for (const type of otherTypes) {
        const refused = await caller.attempt(id, { ...validRequest, raw: text, headers: { "content-type": type } });
        assert.equal(refused.status, 415, `${type}: ${refused.text}`);
        assert.equal(Object(refused.body).result, "Unsupported Media Type");
      }
      const encoded = await caller.attempt(id, { ...validRequest, raw: text, headers: { "content-encoding": "gzip" } });
      assert.equal(encoded.status, 415, encoded.text);

      // The size and the type are valid. An unknown query parameter keeps the request from having an effect.
      const rejectedRequest = { ...validRequest, query: "surplus=1" };
      assert.equal(
        (await caller.attempt(id, { ...rejectedRequest, raw: padded(maxBodyBytes) })).status,
        400,
        "a body of 64 KiB is allowed",
      );
      for (const type of ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']) {
        assert.equal(
          (await caller.attempt(id, { ...rejectedRequest, raw: text, headers: { "content-type": type } })).status,
          400,
          type,
        );
      }
    },
  };
}

export const refusedBodyRules: readonly ContractRule[] = [
  {
    id: "request/no-effect",
    title: "a rejected body has no effect",
    source: specAt("info: Requests"),
    operations: ["createPost"],
    async run({ members }) {
      const [ada] = await members(1);
      const body = { content: "Hello" };
      await ada.attempt("createPost", { body, headers: { "content-type": "text/plain" } });
      await ada.attempt("createPost", { raw: JSON.stringify(body) + " ".repeat(maxBodyBytes) });
      await ada.attempt("createPost", { body, query: "surplus=1" });
      assert.deepEqual((await ada.call("getMyTimeline", 200)).body.items, []);
    },
  },
];
