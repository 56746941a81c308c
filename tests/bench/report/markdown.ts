import type { Goal } from "../goals.ts";
import type { SubjectResult } from "../measure/series.ts";
import { contenderTitles } from "../programs.ts";
import type { Results } from "../results.ts";
import { ablationTable } from "./ablations.ts";
import { number } from "./text.ts";

/** The report as Markdown tables. */
export function markdown(results: Results, goals: readonly Goal[]): string {
  const { sizes, machine, pace } = results;
  const measured = results.series.filter(({ subjects }) => subjects.some(({ name }) => name === "sequelize"));
  const names = Object.keys(contenderTitles);
  const rows = measured.map(({ title, subjects }) => {
    const [minifb, ...others] = ["minifb", ...names].map((name) => subjects.find((subject) => subject.name === name));
    return [title, perSecond(minifb), ...others.map((other) => ratio(minifb, other))];
  });
  const [head, ...ablationRows] = ablationTable(results);
  return [
    `${number(sizes.posts)} posts, ${number(sizes.users)} users, ${number(sizes.comments)} comments and ${number(sizes.reactions)} reactions; ` +
      `32 connections; ${machine.postgres}, Node ${machine.node.slice(1)}, ${machine.cores} cores; medians of ${pace.rounds} interleaved rounds of ${pace.seconds} s.`,
    "",
    ...tableOf(["", "minifb, requests/s", ...Object.values(contenderTitles).map((title) => `against ${title}`)], rows),
    "",
    ...tableOf(
      ["goal", "wanted", "measured", ""],
      goals.map(({ title, target, measured = "not measured", isMet }) => [
        title,
        target,
        measured,
        isMet === undefined ? "" : isMet ? "met" : "**not met**",
      ]),
    ),
    "",
    ...(head ? [...tableOf(head, ablationRows), ""] : []),
  ].join("\n");
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function perSecond(subject: SubjectResult | undefined): string {
  return subject ? number(subject.perSecond.median) : "";
}

function ratio(minifb: SubjectResult | undefined, other: SubjectResult | undefined): string {
  return minifb && other ? `${number(minifb.perSecond.median / other.perSecond.median, 2)} x` : "";
}
