import { pick, type Random } from "../util/seeded-random.ts";
import type { Language, Topic } from "./language.ts";

type Words = Readonly<Record<string, string>>;

/** What a post says, and what its comments need to speak of the same thing. */
export interface PostText {
  readonly text: string;
  readonly language: Language;
  readonly topic: Topic;
  readonly words: Words;
}

export function makePostText(random: Random, language: Language): PostText {
  const topic = pick(random, language.topics);
  const first = pick(random, topic.posts);
  const template = random() < 0.7 ? `${first} ${pick(random, topic.endings)}` : first;
  return { ...fill(random, language, template), language, topic };
}

export function makeCommentText(random: Random, { language, topic, words }: PostText): string {
  const fitting = topic.comments.filter((template) => kindsIn(template).every((kind) => kind in words));
  const template = pick(random, random() < 0.75 ? fitting : language.remarks);
  return fill(random, language, template, words).text;
}

/** The kinds of word that a template has braces for. */
function kindsIn(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, kind = ""]) => kind);
}

/** Replaces each `{kind}` of a template by a word, a given word if there is one. Returns the words that were used, too. */
export function fill(
  random: Random,
  language: Language,
  template: string,
  known: Words = {},
): { readonly text: string; readonly words: Words } {
  const words: Record<string, string> = { ...known };
  const text = template.replace(/\{(\w+)\}/g, (_, kind: string) => {
    const word = words[kind] ?? pick(random, language.words[kind] ?? []);
    words[kind] = word;
    return word;
  });
  return { text: text.charAt(0).toUpperCase() + text.slice(1), words };
}
