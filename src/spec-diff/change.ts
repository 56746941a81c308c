/** What a change does to clients that were written for the older document. */
export type Effect = "breaking" | "compatible" | "documentation";

/** One difference between two documents, in words. */
export interface Change {
  /** Operations such as `POST /post`, their answers such as `POST /post 201`, or `the document`. */
  readonly places: readonly string[];
  /** Part of a sentence that goes on after the place: "`content` may now have at most 2000 characters, it was 3000". */
  readonly what: string;
  readonly effect: Effect;
  /** What it means for clients, and so why it breaks them or does not. */
  readonly why: string;
}

/** A change at one place, before the same change at other places was joined with it. */
export interface Difference {
  readonly place: string;
  /** What has changed: "`items[].owner.name`", "the header `Location`". */
  readonly subject: string;
  /** How it has: "is new". */
  readonly predicate: string;
  readonly effect: Effect;
  readonly why: string;
  /** The schema under `components` in which it has changed, for all who refer to it. */
  readonly component?: Component;
}

export interface Component {
  readonly name: string;
  /** From there on, as in `subject`. */
  readonly subject: string;
}

/** Of changes that nothing on the wire tells. */
export const documentation = { effect: "documentation", why: "nothing on the wire changes" } as const;
