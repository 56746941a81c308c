import type { Handlers } from "../../generated/operations.ts";
import type { Database } from "./database/database.ts";
import type { AccountModule } from "./features/account/module.ts";
import { type BackofficeDeps, backofficeHandlers } from "./features/backoffice/handlers.ts";
import { commentHandlers } from "./features/comment/handlers.ts";
import type { Broker } from "./features/notification/broker.ts";
import { notificationHandlers } from "./features/notification/handlers.ts";
import type { Notifier } from "./features/notification/notifier.ts";
import { postHandlers } from "./features/post/handlers.ts";
import { reactionHandlers } from "./features/reaction/handlers.ts";
import { type SystemDeps, systemHandlers } from "./features/system/handlers.ts";
import { timelineHandlers } from "./features/timeline/handlers.ts";
import type { Serializers } from "./http/response/serializers.ts";
import type { Cursors } from "./pagination/cursors.ts";
import type { Pages } from "./pagination/pages.ts";

/** What handlers are made with; each feature takes what it names in its `Deps`. */
export interface Services {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
  readonly now: () => Date;
  readonly account: AccountModule;
  readonly notifier: Notifier;
  readonly broker: Broker;
  readonly metrics: BackofficeDeps["metrics"];
  readonly violations: BackofficeDeps["violations"];
  readonly isStopping: SystemDeps["isStopping"];
}

/** Every feature of the server: a new one is one more line. The compiler demands the handlers of all operations. */
export function createHandlers(services: Services): Handlers {
  return {
    ...services.account.handlers,
    ...postHandlers(services),
    ...timelineHandlers(services),
    ...commentHandlers(services),
    ...reactionHandlers(services),
    ...notificationHandlers(services),
    ...backofficeHandlers(services),
    ...systemHandlers(services),
  };
}
