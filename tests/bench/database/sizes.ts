/** Number of rows in a database. */
export interface Sizes {
  readonly posts: number;
  readonly users: number;
  readonly comments: number;
  readonly reactions: number;
}

/** The benchmark's proportions: a tenth as many users as posts, three times as many comments and reactions. */
export function sizesFor(posts: number): Sizes {
  return { posts, users: Math.max(100, Math.round(posts / 10)), comments: 3 * posts, reactions: 3 * posts };
}

/** The id of the nth user, from 1. */
export function userId(n: number): string {
  return `user${firstUser + n}`;
}

export const firstUser = 1_000_000;
export const password = "correct horse battery";
