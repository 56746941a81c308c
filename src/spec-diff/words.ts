import type { Json } from "../openapi/json.ts";

export function code(text: string): string {
  return `\`${text}\``;
}

/** A value of a document as JSON, cut after 60 characters. */
export function value(json: Json | undefined): string {
  const text = JSON.stringify(json) ?? "nothing";
  return code(text.length <= 60 ? text : `${text.slice(0, 59)}…`);
}

export function values(given: readonly Json[]): string {
  return list(given.map(value));
}

/** "a, b and c" */
export function list(words: readonly string[], joint = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}

export function count(amount: number, noun: string): string {
  if (amount === 1) return `${amount} ${noun}`;
  return `${amount} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ie` : noun}s`;
}

export function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;
}
