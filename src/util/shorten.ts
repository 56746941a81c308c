/** Control characters and lone surrogates, which names that a client chose may have. */
export const unprintable = /[\p{Cc}\p{Cs}]/gu;

/** Cuts text to at most `maxLength` UTF-16 units, never within a surrogate pair. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
