/** What a change does to clients that were written for the older document. */
export type Effect = "breaking" | "compatible" | "documentation";

/** One difference between two documents, as text. */
export interface Change {
  /** Operations such as `POST /post`, answers such as `POST /post 201`, or `the document`. */
  readonly locations: readonly string[];
  /** Part of a sentence that goes on after the location: "`content` may now have at most 2000 characters, it was 3000". */
  readonly what: string;
  readonly effect: Effect;
  /** The consequence for clients: why the change breaks them, or why it does not. */
  readonly why: string;
}

/** A change at one location. `joinChanges` joins equal ones of several locations. */
export interface Difference {
  readonly location: string;
  /** What has changed: "`items[].owner.name`", "the header `Location`". */
  readonly subject: string;
  /** How it has changed: "is new". */
  readonly predicate: string;
  readonly effect: Effect;
  readonly why: string;
  /** The schema under `components` that has changed, if the change is inside one. */
  readonly component?: Component;
}

export interface Component {
  readonly name: string;
  /** The path inside the component, in the form of `Difference.subject`. */
  readonly subject: string;
}

/** For changes that are not visible on the wire. */
export const documentation = { effect: "documentation", why: "nothing on the wire changes" } as const;
