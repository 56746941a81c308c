import { accounts } from "../../../database/migrations/0001-accounts.ts";
import { posts } from "../../../database/migrations/0002-posts.ts";
import { comments } from "../../../database/migrations/0003-comments.ts";
import { reactions } from "../../../database/migrations/0004-reactions.ts";
import { notifications } from "../../../database/migrations/0005-notifications.ts";
import { figures } from "../../../database/migrations/0006-figures.ts";
import { contractViolations } from "../../../database/migrations/0007-contract-violations.ts";
import { failures } from "../../../database/migrations/0008-failures.ts";
import { versions } from "../../../database/migrations/0009-versions.ts";
import type { Migration } from "./migration.ts";

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
