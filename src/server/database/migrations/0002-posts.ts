import type { Migration } from "./migration.ts";

export const posts: Migration = {
  name: "0002-posts",
  up: ({ serial, timestamp }) => [
    `CREATE TABLE posts (
      id ${serial},
      owner_id varchar(50) NOT NULL CONSTRAINT posts_owner_fk REFERENCES users (id),
      content text NOT NULL,
      comment_count integer NOT NULL DEFAULT 0,
      reaction_count_1 integer NOT NULL DEFAULT 0,
      reaction_count_2 integer NOT NULL DEFAULT 0,
      reaction_count_3 integer NOT NULL DEFAULT 0,
      reaction_count_4 integer NOT NULL DEFAULT 0,
      reaction_count_5 integer NOT NULL DEFAULT 0,
      created_at ${timestamp} NOT NULL,
      updated_at ${timestamp} NOT NULL,
      deleted_at ${timestamp},
      CONSTRAINT posts_content_length CHECK (length(content) BETWEEN 1 AND 3000),
      CONSTRAINT posts_comment_count_range CHECK (comment_count >= 0),
      CONSTRAINT posts_reaction_counts_range CHECK (
        reaction_count_1 >= 0 AND reaction_count_2 >= 0 AND reaction_count_3 >= 0
        AND reaction_count_4 >= 0 AND reaction_count_5 >= 0
      )
    )`,
    // A list skips deleted posts without reading them.
    "CREATE INDEX posts_present ON posts (id) WHERE deleted_at IS NULL",
    "CREATE INDEX posts_owner_present ON posts (owner_id, id) WHERE deleted_at IS NULL",
  ],
  down: () => ["DROP TABLE posts"],
};
