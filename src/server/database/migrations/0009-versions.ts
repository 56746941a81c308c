import type { Migration } from "./migration.ts";

/**
 * What a page is told by to be the same as before, on Postgres, where every row has its version (`xmin`). A page also shows
 * its members' names, which change so seldom that it is enough to count the changes; whoever changes one waits for the other
 * who does, so that the count tells which of them a reader sees.
 *
 * What one member did to the posts or comments of a page is found in one place of an index that begins with the member.
 */
export const versions: Migration = {
  name: "0009-versions",
  up: ({ dialect }) =>
    dialect === "sqlite"
      ? []
      : [
          // No server that knew the schema before may take the count for one that it has seen.
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
