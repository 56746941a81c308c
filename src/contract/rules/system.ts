import assert from "node:assert/strict";
import { type ContractRule, specAt } from "../rule.ts";

export const systemRules: readonly ContractRule[] = [
  {
    id: "system/health",
    title: "getHealth reports that the process is alive",
    source: specAt("/paths/~1health/get"),
    operations: ["getHealth"],
    async run({ anyone }) {
      assert.deepEqual((await anyone.call("getHealth", 200)).body, { status: "ok" });
    },
  },
  {
    id: "system/ready",
    title: "getReadiness reports that the server is ready, and its database",
    source: specAt("/paths/~1ready/get"),
    operations: ["getReadiness"],
    async run({ anyone }) {
      const { body } = await anyone.call("getReadiness", 200);
      assert.deepEqual(Object.keys(body).toSorted(), ["database", "status"]);
    },
  },
];
