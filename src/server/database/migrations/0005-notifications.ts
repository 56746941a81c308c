import type { Migration } from "./migration.ts";

export const notifications: Migration = {
  name: "0005-notifications",
  up: ({ serial, timestamp, boolean }) => [
    `CREATE TABLE notifications (
      id ${serial},
      user_id varchar(50) NOT NULL CONSTRAINT notifications_user_fk REFERENCES users (id),
      type smallint NOT NULL,
      actor_id varchar(50) NOT NULL CONSTRAINT notifications_actor_fk REFERENCES users (id),
      post_id bigint NOT NULL CONSTRAINT notifications_post_fk REFERENCES posts (id),
      is_read ${boolean} NOT NULL DEFAULT FALSE,
      created_at ${timestamp} NOT NULL,
      CONSTRAINT notifications_type_range CHECK (type BETWEEN 1 AND 2),
      CONSTRAINT notifications_of_others CHECK (actor_id <> user_id),
      CONSTRAINT notifications_is_read_range CHECK (is_read IN (FALSE, TRUE))
    )`,
    "CREATE INDEX notifications_user_id ON notifications (user_id, id)",
    "CREATE INDEX notifications_unread ON notifications (user_id, id) WHERE NOT is_read",
    "CREATE INDEX notifications_post_id ON notifications (post_id)",
    // One notification for a member and a post, even if the member removes the reaction and reacts again.
    "CREATE UNIQUE INDEX notifications_one_reaction ON notifications (post_id, actor_id) WHERE type = 2",
    // After a `down` the members still have the counts of the notifications that went with the table.
    "UPDATE users SET unread_count = 0 WHERE unread_count <> 0",
  ],
  down: () => ["DROP TABLE notifications"],
};
