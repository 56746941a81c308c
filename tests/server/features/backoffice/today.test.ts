import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimeZone, quarterHoursOfToday } from "../../../../src/server/features/backoffice/today.ts";

const QUARTER_HOUR = 15 * 60_000;

/** Asks Intl for every quarter of an hour of the last two days, and so needs neither Luxon nor midnight. */
function byHand(now: Date, timeZone: string): string[] {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const last = Math.floor(now.getTime() / QUARTER_HOUR);
  return Array.from({ length: 200 }, (_, index) => new Date((last - 199 + index) * QUARTER_HOUR))
    .filter((quarter) => format.format(quarter) === format.format(now))
    .map((quarter) => quarter.toISOString());
}

const days: readonly [what: string, timeZone: string, now: string, first: string, quarters: number][] = [
  ["an ordinary day", "UTC", "2026-11-23T05:50:00Z", "2026-11-23T00:00:00.000Z", 24],
  ["the first moment of a day", "UTC", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00.000Z", 1],
  ["the last moment of a day", "UTC", "2026-11-23T23:59:59.999Z", "2026-11-23T00:00:00.000Z", 96],
  ["a day of 23 hours", "America/New_York", "2026-03-09T03:59:00Z", "2026-03-08T05:00:00.000Z", 92],
  ["a day of 25 hours", "America/New_York", "2026-11-02T04:59:00Z", "2026-11-01T04:00:00.000Z", 100],
  ["an offset of 5:45 hours", "Asia/Kathmandu", "2026-11-23T18:14:00Z", "2026-11-22T18:15:00.000Z", 96],
  ["an offset of 13 hours", "Pacific/Apia", "2026-11-23T10:59:00Z", "2026-11-22T11:00:00.000Z", 96],
  ["the day before one that Apia never had", "Pacific/Apia", "2011-12-30T09:59:00Z", "2011-12-29T10:00:00.000Z", 96],
  ["the day after one that Apia never had", "Pacific/Apia", "2011-12-30T10:16:00Z", "2011-12-30T10:00:00.000Z", 2],
  ["a day that begins at 01:00", "America/Santiago", "2025-09-07T12:00:00Z", "2025-09-07T04:00:00.000Z", 33],
  ["a day with two midnights", "Atlantic/Azores", "2026-10-25T12:00:00Z", "2026-10-25T00:00:00.000Z", 49],
  ["a change of half an hour", "Australia/Lord_Howe", "2026-10-04T12:59:00Z", "2026-10-03T13:30:00.000Z", 94],
];

for (const [what, timeZone, now, first, quarters] of days) {
  test(`today in ${timeZone} on ${what}`, () => {
    const today = quarterHoursOfToday(new Date(now), timeZone).map((quarter) => quarter.toISOString());
    assert.deepEqual([today[0], today.length], [first, quarters]);
    assert.deepEqual(today, byHand(new Date(now), timeZone));
  });
}

test("every zone's offset is a multiple of a quarter of an hour all through a year", () => {
  for (const timeZone of Intl.supportedValuesOf("timeZone")) {
    for (let month = 0; month < 12; month += 1) {
      const parts = new Intl.DateTimeFormat("en", { timeZone, minute: "numeric", second: "numeric" });
      const minute = parts.formatToParts(new Date(Date.UTC(2026, month, 15))).find(({ type }) => type === "minute");
      assert.equal(Number(minute?.value) % 15, 0, timeZone);
    }
  }
});

test("IANA names are time zones; offsets and other words are not", () => {
  for (const name of ["UTC", "Asia/Seoul", "america/new_york", "Etc/GMT+9"]) assert.ok(isTimeZone(name), name);
  for (const name of ["", "local", "Mars/Base", "+09:00", "-0107", "UTC+9", "Asia/Seoul\n"]) {
    assert.ok(!isTimeZone(name), name);
  }
});
