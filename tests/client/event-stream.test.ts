import assert from "node:assert/strict";
import { test } from "node:test";
import { createEventStreamParser, type ServerEvent } from "../../src/client/event-stream.ts";

interface Case {
  readonly given: string;
  /** Type, data and last id of each event. */
  readonly want: readonly (readonly [string, string, string])[];
}

/** What the WHATWG HTML standard says in section 9.2.6, some of it in its own examples. */
const cases: Readonly<Record<string, Case>> = {
  "several lines of data": { given: "data: YHOO\ndata: +2\ndata: 10\n\n", want: [["message", "YHOO\n+2\n10", ""]] },
  "the standard's second example": {
    given: ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
    want: [
      ["message", "first event", "1"],
      ["message", "second event", ""],
      ["message", " third event", ""],
    ],
  },
  "the standard's third example": {
    given: "data\n\ndata\ndata\n\ndata:",
    want: [
      ["message", "", ""],
      ["message", "\n", ""],
    ],
  },
  "only the first space is left out": {
    given: "data:test\n\ndata: test\n\n",
    want: [
      ["message", "test", ""],
      ["message", "test", ""],
    ],
  },
  "a named event": { given: "event: notification\nid: 7\ndata: {}\n\n", want: [["notification", "{}", "7"]] },
  "a name without data is no event, and names nothing later": {
    given: "event: a\n\ndata: b\n\n",
    want: [["message", "b", ""]],
  },
  "an id stays until the next one": {
    given: "id: 3\ndata: a\n\ndata: b\n\n",
    want: [
      ["message", "a", "3"],
      ["message", "b", "3"],
    ],
  },
  "an id with U+0000 is none": {
    given: "id: 3\ndata: a\n\nid: 4\0\ndata: b\n\n",
    want: [
      ["message", "a", "3"],
      ["message", "b", "3"],
    ],
  },
  "comments and unknown fields": {
    given: ":\n: beat\nsomething: else\nDATA: no\n data: no\ndata: yes\n\n",
    want: [["message", "yes", ""]],
  },
  "colons belong to the value": { given: "data: a: b:c\n\n", want: [["message", "a: b:c", ""]] },
  "an event that is not finished": { given: "data: a\n\nid: 9\ndata: b\n", want: [["message", "a", ""]] },
  CRLF: { given: "id: 1\r\ndata: a\r\ndata: b\r\n\r\n", want: [["message", "a\nb", "1"]] },
  "CR alone": {
    given: "data: a\r\rdata: b\r\r",
    want: [
      ["message", "a", ""],
      ["message", "b", ""],
    ],
  },
  "all line ends at once": {
    given: "data: a\r\ndata: b\rdata: c\ndata: d\n\r\ndata: e\r\n\r",
    want: [
      ["message", "a\nb\nc\nd", ""],
      ["message", "e", ""],
    ],
  },
  "text of any language": { given: "data: 안녕 🎉 \u2028 line\n\n", want: [["message", "안녕 🎉 \u2028 line", ""]] },
};

for (const [name, { given, want }] of Object.entries(cases)) {
  test(`the parser reads ${name}, however the text is cut`, () => {
    for (const pieces of cuts(given)) {
      const parser = createEventStreamParser();
      const events = pieces.flatMap((piece) => parser.push(piece));
      assert.deepEqual(events.map(asRow), want, JSON.stringify(pieces));
    }
  });
}

test("a CR ends its line at once, even if nothing follows", () => {
  const parser = createEventStreamParser();
  assert.equal(parser.push("data: a\r\r").length, 1);
  assert.equal(parser.push("\ndata: b\n").length, 0);
  assert.equal(parser.push("\r").length, 1);
});

test("the time to wait is digits only", () => {
  const parser = createEventStreamParser();
  assert.equal(parser.retry, undefined);
  parser.push("retry: 2500\n");
  assert.equal(parser.retry, 2500);
  for (const line of ["retry: soon\n", "retry: -1\n", "retry: 1.5\n", "retry\n"]) parser.push(line);
  assert.equal(parser.retry, 2500);
});

test("an id counts from the blank line on, also without an event", () => {
  const parser = createEventStreamParser("5");
  assert.equal(parser.lastEventId, "5");
  parser.push("id: 6\n");
  assert.equal(parser.lastEventId, "5");
  parser.push("\n");
  assert.equal(parser.lastEventId, "6");
  assert.deepEqual(parser.push("data: a\n\n").map(asRow), [["message", "a", "6"]]);
});

/** The whole, every cut in two, and every character by itself. */
function cuts(text: string): string[][] {
  const inTwo = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]);
  return [[text], ...inTwo, text.split("")];
}

function asRow({ type, data, lastEventId }: ServerEvent): [string, string, string] {
  return [type, data, lastEventId];
}
