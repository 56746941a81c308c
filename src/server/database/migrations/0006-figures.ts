import { quarterHourName } from "../counters/sharded-counters.ts";
import type { Migration } from "./migration.ts";

export const figures: Migration = {
  name: "0006-figures",
  up: ({ dialect, timestamp }) => [
    `CREATE TABLE tallies (
      name varchar(100) NOT NULL,
      shard smallint NOT NULL,
      count bigint NOT NULL,
      PRIMARY KEY (name, shard)
    )`,
    // The totals of what is there already; a quarter of an hour for each post, because today's posts are summed from those.
    "INSERT INTO tallies (name, shard, count) SELECT 'users', 0, count(*) FROM users HAVING count(*) > 0",
    "INSERT INTO tallies (name, shard, count) SELECT 'posts', 0, count(*) FROM posts WHERE deleted_at IS NULL HAVING count(*) > 0",
    `INSERT INTO tallies (name, shard, count)
      SELECT ${quarterHourName[dialect]}, 0, count(*) FROM posts WHERE deleted_at IS NULL GROUP BY 1`,
    `CREATE TABLE request_figures (
      minute ${timestamp} NOT NULL,
      node varchar(100) NOT NULL,
      operation varchar(100) NOT NULL,
      status smallint NOT NULL,
      bucket smallint NOT NULL,
      count integer NOT NULL,
      PRIMARY KEY (minute, node, operation, status, bucket),
      CONSTRAINT request_figures_status_range CHECK (status BETWEEN 100 AND 599),
      CONSTRAINT request_figures_count_range CHECK (count >= 0)
    )`,
  ],
  down: () => ["DROP TABLE request_figures", "DROP TABLE tallies"],
};
