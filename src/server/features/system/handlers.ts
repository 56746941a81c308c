import { clearTimeout, setTimeout } from "node:timers";
import { implementSystem, type SystemHandlers } from "../../../../generated/operations.ts";
import type { Database } from "../../database/database.ts";

const pingTimeoutMs = 2_000;
const retryAfterSeconds = 5;

export interface SystemDeps {
  readonly database: Pick<Database, "dialect" | "ping">;
  /** Whether the server has begun to shut down. */
  readonly isStopping: () => boolean;
}

export function systemHandlers({ database, isStopping }: SystemDeps): SystemHandlers {
  return implementSystem({
    async getHealth() {
      return { status: 200, body: { status: "ok" } };
    },

    async getReadiness() {
      if (isStopping()) return unavailable("The server is shutting down");
      if (!(await responds(database))) return unavailable("The database is unavailable");
      return { status: 200, body: { status: "ready", database: database.dialect } };
    },
  });
}

function unavailable(hint: string) {
  return {
    status: 503,
    headers: { "Retry-After": retryAfterSeconds },
    body: { result: "Service Unavailable", hint },
  } as const;
}

/** Whether the database responds in time: after a network failure a ping can be pending for minutes. */
function responds(database: Pick<Database, "ping">): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), pingTimeoutMs);
    database
      .ping()
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer));
  });
}
