import process from "node:process";

/** The runtime items that can be switched off, to measure what each of them gains. */
export const runtimeItems = [
  "buffer-pool",
  "compose",
  "empty-body",
  "express-classes",
  "next-tick",
  "request-log-line",
  "young-generation",
] as const;

export type RuntimeItem = (typeof runtimeItems)[number];

const disabled: ReadonlySet<string> = new Set((process.env.MINIFB_WITHOUT ?? "").split(",").filter(Boolean));
const known: ReadonlySet<string> = new Set(runtimeItems);

/** Names in `MINIFB_WITHOUT` that are no runtime items. The program refuses to start with them. */
export const unknownItems: readonly string[] = [...disabled].filter((name) => !known.has(name));

/** Whether a runtime item is in use. By default all are; `MINIFB_WITHOUT` lists those to do without, separated by commas. */
export function isEnabled(item: RuntimeItem): boolean {
  return !disabled.has(item);
}
