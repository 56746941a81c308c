import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnsFor } from "../../../../src/server/database/columns.ts";
import { arrayText, writeTable } from "../../../../src/server/database/postgres/arrays.ts";

interface Note {
  readonly content: string;
  readonly mood?: string;
}

const content = { name: "content", type: "text" };
const mood = { name: "mood_name", type: "varchar" };

test("arrayText quotes strings and timestamps, and writes null as NULL", () => {
  const elements = ["a", 'b "c" \\d', "NULL", "", 5, null, new Date("2026-01-02T03:04:05.060Z")];
  assert.equal(arrayText(elements), String.raw`{"a","b \"c\" \\d","NULL","",5,NULL,"2026-01-02T03:04:05.060Z"}`);
});

test("writeTable makes one parameter for each column, in the order of the columns", () => {
  const table = writeTable<Note>({ mood, content });
  assert.equal(
    table.sql,
    "unnest((SELECT $1::varchar[]),(SELECT $2::text[])) WITH ORDINALITY AS writes (mood_name,content, nth)",
  );
  assert.equal(table.nextParameter, "$3");
  assert.deepEqual(table.values([{ content: "one" }, { mood: "good", content: "two" }]), [
    '{NULL,"good"}',
    '{"one","two"}',
  ]);
});

test("a property of a write without a column does not compile, optional ones included", () => {
  // @ts-expect-error: `mood` has no column.
  writeTable<Note>({ content });
  // @ts-expect-error: `mood` is not stored.
  const row = { content: "one" } satisfies ColumnsFor<Note>;
  assert.ok(row);
});
