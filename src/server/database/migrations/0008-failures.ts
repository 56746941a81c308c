import type { Migration } from "./migration.ts";

export const failures: Migration = {
  name: "0008-failures",
  up: ({ timestamp }) => [
    `CREATE TABLE failures (
      id varchar(36) PRIMARY KEY,
      answered_at ${timestamp} NOT NULL,
      operation varchar(100) NOT NULL,
      status smallint NOT NULL,
      request_id varchar(128) NOT NULL,
      message varchar(400) NOT NULL,
      CONSTRAINT failures_status_range CHECK (status BETWEEN 500 AND 599)
    )`,
    "CREATE INDEX failures_answered_at ON failures (answered_at)",
  ],
  down: () => ["DROP TABLE failures"],
};
