import type { Migration } from "./migration.ts";

const counters = [1, 2, 3, 4, 5].map((type) => `reaction_count_${type}`);

export const reactions: Migration = {
  name: "0004-reactions",
  up: ({ serial, timestamp, boolean }) => [
    `CREATE TABLE post_reactions (
      id ${serial},
      post_id bigint NOT NULL CONSTRAINT post_reactions_post_fk REFERENCES posts (id),
      user_id varchar(50) NOT NULL CONSTRAINT post_reactions_user_fk REFERENCES users (id),
      type smallint NOT NULL,
      is_modified ${boolean} NOT NULL DEFAULT FALSE,
      created_at ${timestamp} NOT NULL,
      CONSTRAINT post_reactions_one_each UNIQUE (post_id, user_id),
      CONSTRAINT post_reactions_type_range CHECK (type BETWEEN 1 AND 5),
      CONSTRAINT post_reactions_is_modified_range CHECK (is_modified IN (FALSE, TRUE))
    )`,
    "CREATE INDEX post_reactions_post_id ON post_reactions (post_id, id)",
    "CREATE INDEX post_reactions_post_type ON post_reactions (post_id, type, id)",
    `CREATE TABLE comment_reactions (
      id ${serial},
      comment_id bigint NOT NULL CONSTRAINT comment_reactions_comment_fk REFERENCES comments (id) ON DELETE CASCADE,
      user_id varchar(50) NOT NULL CONSTRAINT comment_reactions_user_fk REFERENCES users (id),
      type smallint NOT NULL,
      created_at ${timestamp} NOT NULL,
      CONSTRAINT comment_reactions_one_each UNIQUE (comment_id, user_id),
      CONSTRAINT comment_reactions_type_range CHECK (type BETWEEN 1 AND 5)
    )`,
    // After a `down` the rows still have the counts of the reactions that went with the tables.
    ...["posts", "comments"].map(
      (table) => `UPDATE ${table} SET ${counters.map((counter) => `${counter} = 0`).join(", ")}
        WHERE ${counters.map((counter) => `${counter} <> 0`).join(" OR ")}`,
    ),
  ],
  down: () => ["DROP TABLE comment_reactions", "DROP TABLE post_reactions"],
};
