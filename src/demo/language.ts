/** What a subject's posts and comments are made of. `{word}` stands for one of the language's words. */
export interface Topic {
  readonly posts: readonly string[];
  /** Sentences that may follow a post's first. */
  readonly endings: readonly string[];
  /** Repeat the words that the post used. */
  readonly comments: readonly string[];
}

/** A name as it is shown, and in letters that an id may have. */
export type NamePart = readonly [shown: string, id: string];

export interface Language {
  readonly names: {
    readonly given: readonly NamePart[];
    readonly family: readonly NamePart[];
    readonly join: (given: string, family: string) => string;
  };
  readonly nicknames: readonly string[];
  readonly bios: readonly string[];
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly topics: readonly Topic[];
  /** Comments that fit any post. */
  readonly remarks: readonly string[];
}

/** The items of a text that separates them by commas. */
export function list(text: string): readonly string[] {
  return text.split(/,\s*/);
}

/** Names separated by commas, each followed by `=` and its Latin letters unless it is in those already. */
export function names(text: string): readonly NamePart[] {
  return list(text).map((item) => {
    const [shown = "", latin = shown] = item.split("=");
    return [shown, latin.toLowerCase()];
  });
}
