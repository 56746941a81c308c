import type { Migration } from "./migration.ts";

export const accounts: Migration = {
  name: "0001-accounts",
  up: ({ timestamp, boolean }) => [
    `CREATE TABLE users (
      id varchar(50) PRIMARY KEY,
      password_hash varchar(500) NOT NULL,
      name varchar(16) NOT NULL,
      nickname varchar(30),
      bio varchar(85),
      is_admin ${boolean} NOT NULL DEFAULT FALSE,
      temporary_password_expires_at ${timestamp},
      unread_count integer NOT NULL DEFAULT 0,
      created_at ${timestamp} NOT NULL,
      CONSTRAINT users_id_length CHECK (length(id) BETWEEN 4 AND 50),
      CONSTRAINT users_password_hash_length CHECK (length(password_hash) BETWEEN 1 AND 500),
      CONSTRAINT users_name_length CHECK (length(name) BETWEEN 2 AND 16),
      CONSTRAINT users_nickname_length CHECK (length(nickname) BETWEEN 1 AND 30),
      CONSTRAINT users_bio_length CHECK (length(bio) BETWEEN 1 AND 85),
      CONSTRAINT users_is_admin_range CHECK (is_admin IN (FALSE, TRUE)),
      CONSTRAINT users_unread_count_range CHECK (unread_count >= 0)
    )`,
    `CREATE TABLE sessions (
      id varchar(100) PRIMARY KEY,
      user_id varchar(50) NOT NULL CONSTRAINT sessions_user_fk REFERENCES users (id),
      created_at ${timestamp} NOT NULL,
      revoked_at ${timestamp},
      CONSTRAINT sessions_id_length CHECK (length(id) BETWEEN 1 AND 100)
    )`,
    "CREATE INDEX sessions_user_id ON sessions (user_id)",
    "CREATE INDEX sessions_revoked_at ON sessions (revoked_at)",
    `CREATE TABLE refresh_tokens (
      hash varchar(100) PRIMARY KEY,
      session_id varchar(100) NOT NULL CONSTRAINT refresh_tokens_session_fk REFERENCES sessions (id) ON DELETE CASCADE,
      created_at ${timestamp} NOT NULL,
      expires_at ${timestamp} NOT NULL,
      used_at ${timestamp},
      CONSTRAINT refresh_tokens_hash_length CHECK (length(hash) BETWEEN 1 AND 100)
    )`,
    "CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id)",
    "CREATE INDEX refresh_tokens_expires_at ON refresh_tokens (expires_at)",
  ],
  down: () => ["DROP TABLE refresh_tokens", "DROP TABLE sessions", "DROP TABLE users"],
};
