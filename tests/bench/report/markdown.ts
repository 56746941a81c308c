import type { Goal } from "../goals.ts";
import type { SubjectResult } from "../measure/series.ts";
import { contenderModules } from "../programs.ts";
import type { Results } from "../results.ts";
import { ablationTable } from "./ablations.ts";
import { number } from "./text.ts";

/** The tables of a report that README.md shows. */
export function markdown(results: Results, goals: readonly Goal[]): string {
  const { sizes, machine, pace } = results;
  const measured = results.series.filter(({ subjects }) => subjects.some(({ name }) => name === "sequelize"));
  const names = Object.keys(contenderModules);
  const rows = measured.map(({ title, subjects }) => {
    const [ours, ...others] = ["minifb", ...names].map((name) => subjects.find((subject) => subject.name === name));
    return [title, perSecond(ours), ...others.map((other) => ratio(ours, other))];
  });
  const [head, ...ablationRows] = ablationTable(results);
  return [
    `${number(sizes.posts)} posts, ${number(sizes.users)} users, ${number(sizes.comments)} comments and ${number(sizes.reactions)} reactions; ` +
      `32 connections; ${machine.postgres}, Node ${machine.node.slice(1)}, ${machine.cores} cores; medians of ${pace.rounds} interleaved rounds of ${pace.seconds} s.`,
    "",
    ...tableOf(["", "minifb, requests/s", ...Object.values(contenderModules).map((title) => `against ${title}`)], rows),
    "",
    ...tableOf(
      ["goal", "wanted", "measured", ""],
      goals.map(({ title, wanted, measured = "not measured", isMet }) => [
        title,
        wanted,
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

function ratio(ours: SubjectResult | undefined, other: SubjectResult | undefined): string {
  return ours && other ? `${number(ours.perSecond.median / other.perSecond.median, 2)} x` : "";
}
