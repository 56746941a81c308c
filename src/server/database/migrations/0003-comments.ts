import type { Migration } from "./migration.ts";

export const comments: Migration = {
  name: "0003-comments",
  up: ({ serial, timestamp, boolean }) => [
    `CREATE TABLE comments (
      id ${serial},
      post_id bigint NOT NULL CONSTRAINT comments_post_fk REFERENCES posts (id),
      owner_id varchar(50) NOT NULL CONSTRAINT comments_owner_fk REFERENCES users (id),
      content text NOT NULL,
      is_modified ${boolean} NOT NULL DEFAULT FALSE,
      reaction_count_1 integer NOT NULL DEFAULT 0,
      reaction_count_2 integer NOT NULL DEFAULT 0,
      reaction_count_3 integer NOT NULL DEFAULT 0,
      reaction_count_4 integer NOT NULL DEFAULT 0,
      reaction_count_5 integer NOT NULL DEFAULT 0,
      created_at ${timestamp} NOT NULL,
      updated_at ${timestamp} NOT NULL,
      CONSTRAINT comments_content_length CHECK (length(content) BETWEEN 1 AND 1000),
      CONSTRAINT comments_is_modified_range CHECK (is_modified IN (FALSE, TRUE)),
      CONSTRAINT comments_reaction_counts_range CHECK (
        reaction_count_1 >= 0 AND reaction_count_2 >= 0 AND reaction_count_3 >= 0
        AND reaction_count_4 >= 0 AND reaction_count_5 >= 0
      )
    )`,
    "CREATE INDEX comments_post_id ON comments (post_id, id)",
    // After a `down` the posts still have the counts of the comments that went with the table.
    "UPDATE posts SET comment_count = 0 WHERE comment_count <> 0",
  ],
  down: () => ["DROP TABLE comments"],
};
