import { computed } from "@preact/signals";
import { locale } from "../i18n/messages.ts";

const formats = computed(() => {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale.value, options);
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale.value, options);
  const unit = (name: string) => number({ style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: 0 });
  return {
    count: number({}),
    compact: number({ notation: "compact", maximumSignificantDigits: 3 }),
    rate: number({ maximumSignificantDigits: 3 }),
    percent: number({ style: "percent", maximumFractionDigits: 1 }),
    bytes: unit("megabyte"),
    milliseconds: number({
      style: "unit",
      unit: "millisecond",
      unitDisplay: "short",
      maximumSignificantDigits: 3,
    }),
    days: unit("day"),
    hours: unit("hour"),
    minutes: unit("minute"),
    seconds: unit("second"),
    clock: date({ timeStyle: "medium" }),
    time: date({ timeStyle: "short" }),
    day: date({ month: "short", day: "numeric" }),
    moment: date({ dateStyle: "medium", timeStyle: "short" }),
    exactMoment: date({ dateStyle: "medium", timeStyle: "medium" }),
    utcDay: date({ dateStyle: "medium", timeZone: "UTC" }),
  };
});

export const formatCount = (value: number) => formats.value.count.format(value);
export const formatCompact = (value: number) => formats.value.compact.format(value);
export const formatRate = (value: number) => formats.value.rate.format(value);
export const formatPercent = (share: number) => formats.value.percent.format(share);
export const formatBytes = (bytes: number) => formats.value.bytes.format(bytes / 1_000_000);
export const formatMilliseconds = (value: number) => formats.value.milliseconds.format(value);
export const formatClock = (time: number) => formats.value.clock.format(time);
export const formatMoment = (timestamp: string) => formats.value.moment.format(Date.parse(timestamp));
export const formatExactMoment = (timestamp: string) => formats.value.exactMoment.format(Date.parse(timestamp));

/** The time of day; the date at midnight. */
export function formatTick(seconds: number): string {
  const time = new Date(seconds * 1000);
  const isMidnight = time.getHours() === 0 && time.getMinutes() === 0;
  return (isMidnight ? formats.value.day : formats.value.time).format(time);
}

export function formatSeconds(seconds: number): string {
  return formats.value.exactMoment.format(seconds * 1000);
}

/** @param seconds start of a day in UTC, in seconds since 1970 */
export function formatUtcDay(seconds: number): string {
  return formats.value.utcDay.format(seconds * 1000);
}

/** The two largest units: "3 days 4 hrs". */
export function formatDuration(seconds: number): string {
  const { days, hours, minutes, seconds: secondsFormat } = formats.value;
  const units = [
    [days, Math.floor(seconds / 86_400)],
    [hours, Math.floor(seconds / 3600) % 24],
    [minutes, Math.floor(seconds / 60) % 60],
    [secondsFormat, Math.floor(seconds) % 60],
  ] as const;
  const first = units.findIndex(([, value]) => value > 0);
  const shown = first === -1 ? units.slice(-1) : units.slice(first, first + 2);
  return shown.map(([format, value]) => format.format(value)).join(" ");
}
