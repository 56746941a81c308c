/**
 * The SQL of a list of items that members created: posts, comments or notifications. The item's id is also the order of the list
 * and its cursor. The version of a cached page covers rows of `table` and the members' names only, so columns of other tables
 * would become stale.
 */
export interface ListSql {
  /** Unique; the name of its prepared statements. */
  readonly name: string;
  /** The table of the items. */
  readonly table: string;
  readonly order: "ASC" | "DESC";
  /** The columns to select, of the item `p` and its member `u`. */
  readonly columns: string;
  /** The column of the items with the id of their member. */
  readonly member: string;
  /** Undefined for items that have no reactions. */
  readonly reactions: ReactionsSql | undefined;
  /** The type of the filter value; undefined for a list without a filter. */
  readonly filterType: "varchar" | "bigint" | undefined;
  /** The condition for the list's items; `filter` is the filter value. */
  where(filter: string): string;
  /** Whether the list exists. */
  exists(filter: string): string;
  /** A number that belongs to the list and not to the page, so that it is not cached with the page. */
  readonly total?: TotalSql;
}

/** A table of reactions, and its column for the id of the item. */
export interface ReactionsSql {
  readonly table: string;
  readonly column: string;
}

export interface TotalSql {
  /** The property of the list's body. */
  readonly property: string;
  value(filter: string): string;
}

/** A page to be read. */
export interface PageRequest {
  readonly viewers: ReadonlySet<string>;
  /** The id after which the page begins. */
  readonly after: number;
  readonly filter: string | number | undefined;
  /** The version of the cached page, if there is one. */
  readonly version: string | undefined;
}

/**
 * A row of a page. Its other columns are those of the list, which are null where the page has no item to show: then there is
 * one row without an id. `exists`, `total`, `reactions`, `isSame` and `version` are of the whole page and read from its first
 * row.
 */
export interface PageRow {
  readonly id: number | null;
  readonly exists: boolean | number;
  /** Undefined or null for a list without a total. */
  readonly total?: number | null;
  /** The viewers' reactions as a JSON array of [viewer, item's id, type], or null for none. */
  readonly reactions?: string | null;
  /** Whether the requested version is still the current one; then the page has no items. Postgres only. */
  readonly isSame?: boolean;
  /** The current version, or null if it is the same. Postgres only. */
  readonly version?: string | null;
}

export const cursorCondition = { ASC: "id >", DESC: "id <" };
