import { type Names, toPascalCase } from "../../openapi/names.ts";
import type { AnswerShape, Content, SharedContent } from "./operation.ts";

/**
 * Content with several media types that occurs in more than one answer.
 * @param names must already have the names of all other types, so that none of them gets a number
 */
export function sharedContentsOf(answers: readonly AnswerShape[], names: Names): readonly SharedContent[] {
  const counts = new Map<string, { readonly content: readonly Content[]; count: number }>();
  for (const { content } of answers) {
    if (content.length < 2) continue;
    const entry = counts.get(keyOf(content)) ?? { content, count: 0 };
    counts.set(keyOf(content), { content, count: entry.count + 1 });
  }
  return [...counts.values()]
    .filter(({ count }) => count > 1)
    .map(({ content }) => ({ name: names.take(`${nameFor(content)}Content`), content }));
}

/** The name of the shared type of some content; undefined if it is emitted in place. */
export function sharedContentName(shared: readonly SharedContent[], content: readonly Content[]): string | undefined {
  return shared.find((entry) => keyOf(entry.content) === keyOf(content))?.name;
}

function keyOf(content: readonly Content[]): string {
  return JSON.stringify(content.map(({ mediaType, typeText }) => [mediaType, typeText]));
}

/** The default media type's component, such as `Error`; otherwise `Shared`. */
function nameFor([content]: readonly Content[]): string {
  const [, component] = /^components\["schemas"\]\["([^"\\]+)"\]$/.exec(content?.typeText ?? "") ?? [];
  return component === undefined ? "Shared" : toPascalCase(component);
}
