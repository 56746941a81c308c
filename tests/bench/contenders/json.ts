import { rfc3339 } from "./validation.ts";

/*
 * JSON by string concatenation from rows in text format, with the columns of statements.ts.
 */

/** Column values in Postgres's text format. */
export type Row = readonly (string | null)[];

/** Matches characters that JSON may have to escape: quotation marks, backslashes, control characters and surrogates. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
export const quote = (text: string | null | undefined) =>
  text === null || text === undefined ? "null" : special.test(text) ? JSON.stringify(text) : `"${text}"`;
export const time = (text: string | null | undefined) => `"${rfc3339(text ?? "")}"`;
export const flag = (text: string | null | undefined) => (text === "t" ? "true" : "false");
const author = (row: Row, at: number) =>
  `{"id":${quote(row[at])},"name":${quote(row[at + 1])},"nickname":${quote(row[at + 2])}}`;
const counts = (row: Row, at: number) =>
  `{"1":${row[at]},"2":${row[at + 1]},"3":${row[at + 2]},"4":${row[at + 3]},"5":${row[at + 4]}}`;

export const postJson = (row: Row) =>
  `{"id":${row[0]},"owner":${author(row, 1)},"content":${quote(row[4])},"createdAt":${time(row[5])},"updatedAt":${time(row[6])},"commentCount":${row[7]},"reactionCounts":${counts(row, 8)},"myReaction":${row[13]}}`;
export const commentJson = (row: Row) =>
  `{"id":${row[0]},"postId":${row[1]},"owner":${author(row, 2)},"content":${quote(row[5])},"isModified":${flag(row[6])},"createdAt":${time(row[7])},"updatedAt":${time(row[8])},"reactionCounts":${counts(row, 9)},"myReaction":${row[14]}}`;
export const notificationJson = (row: Row) =>
  `{"id":${row[0]},"type":${row[1]},"actor":${author(row, 2)},"postId":${row[5]},"isRead":${flag(row[6])},"createdAt":${time(row[7])}}`;

export const noCounts = `{"1":0,"2":0,"3":0,"4":0,"5":0}`;
