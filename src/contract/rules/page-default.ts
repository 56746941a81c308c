import assert from "node:assert/strict";
import type { OperationId } from "../client.ts";
import { resolveReference, type SchemaObject } from "../document.ts";
import { listFixture, listIds } from "../list-fixtures.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec } from "../spec.ts";

function defaultLimit(spec: Spec, id: OperationId): number {
  const limit = spec.operation(id).parameters.find(({ name }) => name === "limit");
  return Number(resolveReference<SchemaObject>(spec.document, limit?.schema ?? {}, "#").value.default);
}

/** The page size without a `limit`, for all lists that few members can fill. */
export function pageDefaultRules(spec: Spec): readonly ContractRule[] {
  const lists = listIds(spec).filter((id) => !listFixture(spec, id).needsMemberPerItem);
  const limits = [...new Set(lists.map((id) => defaultLimit(spec, id)))];
  return [
    {
      id: "pages/default",
      title: `a list returns at most ${limits.join(" or ")} items per page when the request has no limit`,
      source: specAt("/components/parameters/Limit"),
      operations: lists,
      async run({ members, blame }) {
        for (const id of lists) {
          const limit = defaultLimit(spec, id);
          const [owner, ...guests] = await members(2);
          const path = await listFixture(spec, id).fill(owner, guests, limit + 1);
          const { body } = await owner.attempt(id, { path });
          await blame(id, () => assert.equal(Object(body).items?.length, limit));
        }
      },
    },
  ];
}
