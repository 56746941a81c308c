import { accounts } from "./0001-accounts.ts";
import { posts } from "./0002-posts.ts";
import { comments } from "./0003-comments.ts";
import { reactions } from "./0004-reactions.ts";
import { notifications } from "./0005-notifications.ts";
import { figures } from "./0006-figures.ts";
import { contractViolations } from "./0007-contract-violations.ts";
import { failures } from "./0008-failures.ts";
import { versions } from "./0009-versions.ts";
import type { Migration } from "./migration.ts";

/** In the order of application. Append only. */
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
