import { DateTime, IANAZone } from "luxon";

const QUARTER_HOUR = 15 * 60_000;

/** Whether this is an area and place of the time zone database, such as `Asia/Seoul`, or `UTC`; offsets such as `+09:00` are not. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/**
 * The beginnings of all quarters of an hour of the current day in a time zone, from its first to the one under way. Walks
 * backwards instead of asking for midnight: in some zones clocks pass midnight twice in autumn, or not at all in spring.
 */
export function quarterHoursOfToday(now: Date, timeZone: string): readonly Date[] {
  const zone = IANAZone.create(timeZone);
  const day = (time: number) => DateTime.fromMillis(time, { zone }).toISODate();
  const today = day(now.getTime());
  const quarters: Date[] = [];
  let time = now.getTime() - (now.getTime() % QUARTER_HOUR);
  while (day(time) === today) {
    quarters.push(new Date(time));
    time -= QUARTER_HOUR;
  }
  return quarters.reverse();
}
