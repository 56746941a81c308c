import type { Change, Difference, Effect } from "./change.ts";

const order: readonly Effect[] = ["breaking", "compatible", "documentation"];

/** Joins equal differences of several locations to one change. Breaking changes come first. */
export function joinChanges(differences: readonly Difference[]): readonly Change[] {
  const byText = new Map<string, Difference[]>();
  for (const difference of withSharedSubjects(differences)) {
    const { subject, predicate, effect, why } = difference;
    add(byText, [subject, predicate, effect, why].join("\n"), difference);
  }
  const changes = [...byText.values()].flatMap((same): Change[] => {
    const [first] = same;
    if (!first) return [];
    const { subject, predicate, effect, why } = first;
    return [
      { locations: [...new Set(same.map(({ location }) => location))], what: `${subject} ${predicate}`, effect, why },
    ];
  });
  return order.flatMap((effect) => changes.filter((change) => change.effect === effect));
}

/** A difference inside a component has another path for each use of the component. It is reported once, for the component. */
function withSharedSubjects(differences: readonly Difference[]): readonly Difference[] {
  const subjects = new Map<string, string[]>();
  for (const difference of differences) add(subjects, keyOf(difference), difference.subject);
  return differences.map((difference) => {
    const { component } = difference;
    const isShared = new Set(subjects.get(keyOf(difference))).size > 1;
    return component && isShared ? { ...difference, subject: component.subject } : difference;
  });
}

function keyOf({ component, predicate, effect, why, subject }: Difference): string {
  return [component?.name ?? subject, component?.subject, predicate, effect, why].join("\n");
}

function add<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
