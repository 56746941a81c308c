import type { Migration } from "./migration.ts";
import { accounts } from "./migrations/0001-accounts.ts";
import { posts } from "./migrations/0002-posts.ts";
import { comments } from "./migrations/0003-comments.ts";
import { reactions } from "./migrations/0004-reactions.ts";
import { notifications } from "./migrations/0005-notifications.ts";
import { figures } from "./migrations/0006-figures.ts";
import { contractViolations } from "./migrations/0007-contract-violations.ts";
import { failures } from "./migrations/0008-failures.ts";
import { versions } from "./migrations/0009-versions.ts";

/** In the order in which they are applied. Append only. */
export const migrations: readonly Migration[] = [
  accounts,
  posts,
  comments,
  reactions,
  notifications,
  figures,
  contractViolations,
  failures,
  versions,
];
