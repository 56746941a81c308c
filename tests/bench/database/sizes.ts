/** How much a database holds. */
export interface Sizes {
  readonly posts: number;
  readonly users: number;
  readonly comments: number;
  readonly reactions: number;
}

/** A tenth as many users as posts and three times as many comments and reactions, as in the whole benchmark. */
export function sizesFor(posts: number): Sizes {
  return { posts, users: Math.max(100, Math.round(posts / 10)), comments: 3 * posts, reactions: 3 * posts };
}

/** The id of the nth user, from 1. */
export function userId(n: number): string {
  return `user${firstUser + n}`;
}

export const firstUser = 1_000_000;
export const password = "correct horse battery";
