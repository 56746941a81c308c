import type { Presented } from "../../http/response/presented.ts";

/** The member behind a row, as the queries of several rooms read it. */
export interface AuthorColumns {
  readonly authorId: string;
  readonly authorName: string;
  readonly authorNickname: string | null;
}

/** The author's columns of a table of members, named as `AuthorColumns` names them. */
export function authorColumns(table: string): string {
  return `${table}.id AS "authorId", ${table}.name AS "authorName", ${table}.nickname AS "authorNickname"`;
}

export function presentAuthor(row: AuthorColumns): Presented<"Author"> {
  return { id: row.authorId, name: row.authorName, nickname: row.authorNickname };
}
