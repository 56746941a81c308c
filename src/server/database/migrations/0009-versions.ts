import type { Migration } from "./migration.ts";

/**
 * Versions for cached pages, on Postgres only. The version of a row is its `xmin`. A page also shows members' names. They change
 * so seldom that one counter of all changes is their version; the counter is one row, so that changes of names are serialized and
 * a reader that sees a value of the counter sees exactly the changes up to it.
 *
 * The unique keys of reactions begin with the member, so that one range of the index has a member's reactions to a page.
 */
export const versions: Migration = {
  name: "0009-versions",
  up: ({ dialect }) =>
    dialect === "sqlite"
      ? []
      : [
          // Starts at the current time, so that after a rollback and a new migration no value of the counter occurs again.
          `INSERT INTO tallies (name, shard, count)
            VALUES ('names', 0, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint)`,
          `CREATE FUNCTION count_change_of_name() RETURNS trigger LANGUAGE plpgsql AS '
            BEGIN
              UPDATE tallies SET count = count + 1 WHERE name = ''names'' AND shard = 0;
              RETURN NULL;
            END'`,
          `CREATE TRIGGER users_name_changed AFTER UPDATE OF name, nickname ON users FOR EACH ROW
            WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.nickname IS DISTINCT FROM NEW.nickname)
            EXECUTE FUNCTION count_change_of_name()`,
          `ALTER TABLE post_reactions DROP CONSTRAINT post_reactions_one_each,
            ADD CONSTRAINT post_reactions_one_each UNIQUE (user_id, post_id)`,
          `ALTER TABLE comment_reactions DROP CONSTRAINT comment_reactions_one_each,
            ADD CONSTRAINT comment_reactions_one_each UNIQUE (user_id, comment_id)`,
          "CREATE INDEX comment_reactions_comment_id ON comment_reactions (comment_id)",
        ],
  down: ({ dialect }) =>
    dialect === "sqlite"
      ? []
      : [
          "DROP INDEX comment_reactions_comment_id",
          `ALTER TABLE comment_reactions DROP CONSTRAINT comment_reactions_one_each,
            ADD CONSTRAINT comment_reactions_one_each UNIQUE (comment_id, user_id)`,
          `ALTER TABLE post_reactions DROP CONSTRAINT post_reactions_one_each,
            ADD CONSTRAINT post_reactions_one_each UNIQUE (post_id, user_id)`,
          "DROP TRIGGER users_name_changed ON users",
          "DROP FUNCTION count_change_of_name()",
          "DELETE FROM tallies WHERE name = 'names'",
        ],
};
