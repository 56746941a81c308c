import assert from "node:assert/strict";
import { test } from "node:test";
import { sqliteTimestamp, timestamp } from "../../../src/server/database/timestamp.ts";

test("timestamp formats the text of each database as RFC 3339", () => {
  const cases: [string | Date, string][] = [
    ["2026-11-23 05:45:00+00", "2026-11-23T05:45:00.000Z"],
    ["2026-11-23 05:45:00.1+00", "2026-11-23T05:45:00.100Z"],
    ["2026-11-23 05:45:00.02+00", "2026-11-23T05:45:00.020Z"],
    ["2026-11-23 05:45:00.003+00", "2026-11-23T05:45:00.003Z"],
    ["2026-11-23 05:45:00.123456+00", "2026-11-23T05:45:00.123Z"],
    ["2026-11-23 05:45:00.120 +00:00", "2026-11-23T05:45:00.120Z"],
    ["2026-11-23 05:45:00", "2026-11-23T05:45:00.000Z"],
    [new Date("2026-11-23T05:45:00.5Z"), "2026-11-23T05:45:00.500Z"],
  ];
  for (const [value, expected] of cases) assert.equal(timestamp(value), expected);
});

test("sqliteTimestamp and timestamp are inverse", () => {
  const moment = new Date("2026-11-23T05:45:00.012Z");
  assert.equal(sqliteTimestamp(moment), "2026-11-23 05:45:00.012 +00:00");
  assert.equal(timestamp(sqliteTimestamp(moment)), moment.toISOString());
});
