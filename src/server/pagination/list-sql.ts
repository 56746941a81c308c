/** The SQL of a list of things that members wrote or did. */
export interface ListSql {
  readonly name: string;
  /** Of the things. */
  readonly table: string;
  readonly order: "ASC" | "DESC";
  /** What a row shows, of the thing `p` and its member `u`. */
  readonly columns: string;
  /** The things' column for the id of the member who wrote or did them. */
  readonly member: string;
  /** Undefined where nobody can react. */
  readonly reactions: ReactionsSql | undefined;
  /** Of the value that tells its things from others'; undefined for a list of all there are. */
  readonly filterType: "varchar" | "bigint" | undefined;
  /** Which things it has; `filter` is that value. */
  where(filter: string): string;
  /** Whether there is such a list at all. */
  exists(filter: string): string;
  /** A number that is told beside the page and not kept with it. */
  total?(filter: string): string;
}

/** A table of reactions, and its column for the thing's id. */
export interface ReactionsSql {
  readonly table: string;
  readonly column: string;
}

/** A page to be read. */
export interface PageRequest {
  readonly viewers: ReadonlySet<string>;
  /** The id after which it begins. */
  readonly after: number;
  readonly filter: string | number | undefined;
  /** Of the page as it is known. */
  readonly version: string | undefined;
}

/**
 * The first row also tells of the whole page. Where the page has nothing to show, there is one row without an id. What is
 * optional is told where lists have such, or where rows have versions.
 */
export interface PageRow {
  readonly id: number | null;
  readonly exists: boolean | number;
  readonly total?: number | null;
  /** Those of the viewers, a JSON array of [viewer, thing's id, type], or null for none; in the first row alone. */
  readonly reactions?: string | null;
  /** Whether the page still is of the version that was given, so that nothing of it is shown. */
  readonly isSame?: boolean;
  /** What tells the page from the same page at another time, unless it still is the same. */
  readonly version?: string | null;
}

export const cursorCondition = { ASC: "id >", DESC: "id <" };
