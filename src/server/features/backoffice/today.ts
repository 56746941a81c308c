import { DateTime, IANAZone } from "luxon";

const quarterHourMs = 15 * 60_000;

/** Whether this is an IANA time zone name, such as `Asia/Seoul` or `UTC`. Offsets such as `+09:00` are not valid. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/**
 * The starts of all quarters of an hour of the current day in a time zone, up to the current one. Goes backwards from now
 * instead of computing midnight, which in some zones occurs twice in autumn or not at all in spring.
 */
export function quarterHoursOfToday(now: Date, timeZone: string): readonly Date[] {
  const zone = IANAZone.create(timeZone);
  const day = (time: number) => DateTime.fromMillis(time, { zone }).toISODate();
  const today = day(now.getTime());
  const quarters: Date[] = [];
  let time = now.getTime() - (now.getTime() % quarterHourMs);
  while (day(time) === today) {
    quarters.push(new Date(time));
    time -= quarterHourMs;
  }
  return quarters.reverse();
}
