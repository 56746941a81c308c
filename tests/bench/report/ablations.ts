import type { Results } from "../results.ts";
import { number } from "./text.ts";

/**
 * A table of what each tuning is worth: for each series and tuning, requests per second without it divided by those of
 * minifb. Below 1 the tuning helps. Empty if no tuning was switched off.
 */
export function ablationTable({ series }: Pick<Results, "series">): readonly (readonly string[])[] {
  const rows = series.flatMap(({ title, subjects }) => {
    const shipped = subjects.find(({ name }) => name === "minifb");
    return subjects
      .filter(({ name }) => shipped && name.startsWith("minifb without "))
      .map(({ name, perSecond }) => [
        title,
        name.replace("minifb ", ""),
        `${number(perSecond.median / (shipped?.perSecond.median ?? Number.NaN), 3)} x`,
      ]);
  });
  return rows.length === 0 ? [] : [["series", "tuning", "requests/s, of minifb's"], ...rows];
}
