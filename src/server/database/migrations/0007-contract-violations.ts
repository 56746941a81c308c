import type { Migration } from "./migration.ts";

export const contractViolations: Migration = {
  name: "0007-contract-violations",
  up: ({ timestamp }) => [
    `CREATE TABLE contract_violations (
      batch varchar(100) NOT NULL,
      operation varchar(100) NOT NULL,
      rule varchar(400) NOT NULL,
      counted_at ${timestamp} NOT NULL,
      count integer NOT NULL,
      PRIMARY KEY (batch, operation, rule),
      CONSTRAINT contract_violations_count_range CHECK (count > 0)
    )`,
    "CREATE INDEX contract_violations_counted_at ON contract_violations (counted_at)",
  ],
  down: () => ["DROP TABLE contract_violations"],
};
