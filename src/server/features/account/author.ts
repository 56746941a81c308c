import type { Presented } from "../../http/response/presented.ts";

/** The author of a row, as the queries of several features select it. */
export interface AuthorColumns {
  readonly authorId: string;
  readonly authorName: string;
  readonly authorNickname: string | null;
}

/** The select list for `AuthorColumns`. */
export function authorColumns(table: string): string {
  return `${table}.id AS "authorId", ${table}.name AS "authorName", ${table}.nickname AS "authorNickname"`;
}

export function presentAuthor(row: AuthorColumns): Presented<"Author"> {
  return { id: row.authorId, name: row.authorName, nickname: row.authorNickname };
}
