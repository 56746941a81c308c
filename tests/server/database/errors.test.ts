import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConnectionAcquireTimeoutError,
  ConnectionRefusedError,
  DatabaseError,
  ForeignKeyConstraintError,
  UniqueConstraintError,
} from "sequelize";
import {
  databaseErrorMessage,
  isTransient,
  isUnavailable,
  UnavailableError,
} from "../../../src/server/database/errors.ts";

const secret = "hunter2";

function driverError(message: string, code?: string, details: object = {}) {
  return Object.assign(new Error(message), { sql: `SELECT '${secret}'`, parameters: [secret], code, ...details });
}

const wrapped = (message: string, code?: string, details?: object) =>
  new DatabaseError(driverError(message, code, details));

test("isUnavailable is true for a database that is down or too busy, and false for bugs", () => {
  const away = [
    new ConnectionRefusedError(driverError("connect ECONNREFUSED 10.0.0.1:5432", "ECONNREFUSED")),
    new ConnectionAcquireTimeoutError(new Error("Operation timeout")),
    driverError("read ECONNRESET", "ECONNRESET"),
    driverError("Connection terminated unexpectedly"),
    driverError("Client has encountered a connection error and is not queryable"),
    driverError("Query read timeout"),
    new UnavailableError("The database is closed"),
    ...["57P01", "57P03", "53300", "08006", "55P03", "57014", "40P01", "25006"].map((code) => wrapped("x", code)),
    wrapped("SQLITE_BUSY: database is locked", "SQLITE_BUSY"),
  ];
  for (const error of away) assert.ok(isUnavailable(error), `${error.name} ${error.message}`);

  const bugs = [
    wrapped('syntax error at or near "FORM"', "42601"),
    wrapped("SQLITE_ERROR: no such table: x", "SQLITE_ERROR"),
    wrapped("division by zero", "22012"),
    new TypeError("x is not a function"),
    new UniqueConstraintError({ parent: wrapped("duplicate key", "23505") }),
    "a string",
    undefined,
  ];
  for (const error of bugs) assert.equal(isUnavailable(error), false, String(error));
});

test("isTransient is true for what Postgres rolled back and may succeed later", () => {
  assert.ok(isTransient(wrapped("deadlock detected", "40P01")));
  assert.ok(isTransient(wrapped("could not serialize access", "40001")));
  assert.equal(isTransient(wrapped("duplicate key", "23505")), false);
});

test("an error message names the problem and nothing private", () => {
  const cases: [unknown, string][] = [
    [
      wrapped(`invalid input syntax for type bigint: "${secret}"`, "22P02"),
      "The database refused: invalid input syntax for type bigint: ...",
    ],
    [
      wrapped('duplicate key value violates unique constraint "users_pkey"', "23505", { constraint: "users_pkey" }),
      "The database refused: duplicate key value violates unique constraint ... (users_pkey)",
    ],
    [
      new ForeignKeyConstraintError({
        parent: driverError("SQLITE_CONSTRAINT: FOREIGN KEY constraint failed", "SQLITE_CONSTRAINT"),
      }),
      "The database refused: SQLITE_CONSTRAINT: FOREIGN KEY constraint failed",
    ],
    [
      new ConnectionRefusedError(driverError(`connect ECONNREFUSED ${secret}:5432`, "ECONNREFUSED")),
      "The database is unavailable (ECONNREFUSED)",
    ],
    [wrapped("SQLITE_BUSY: database is locked", "SQLITE_BUSY"), "The database is too busy (SQLITE_BUSY)"],
    [new ConnectionAcquireTimeoutError(new Error("Operation timeout")), "The database is unavailable"],
    [new TypeError("x is not a function"), "x is not a function"],
    ["thrown", "Unknown error"],
  ];
  for (const [error, message] of cases) {
    assert.equal(databaseErrorMessage(error), message);
    assert.doesNotMatch(databaseErrorMessage(error), new RegExp(secret));
  }
});
