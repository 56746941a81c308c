import type { Database } from "../../src/server/database/database.ts";
import { refreshTokenModel, sessionModel, userModel } from "../../src/server/features/account/model.ts";
import {
  contractViolationModel,
  errorLogModel,
  requestMetricModel,
} from "../../src/server/features/backoffice/model.ts";
import { commentModel } from "../../src/server/features/comment/model.ts";
import { notificationModel } from "../../src/server/features/notification/model.ts";
import { postModel } from "../../src/server/features/post/model.ts";
import { commentReactionModel, postReactionModel } from "../../src/server/features/reaction/model.ts";
import { counterShardModel } from "./counter-shard-model.ts";

/** Every model of a database by its name, for tests that look into several tables. */
export function modelsOf(database: Pick<Database, "sequelize">) {
  return {
    User: userModel(database),
    Session: sessionModel(database),
    RefreshToken: refreshTokenModel(database),
    Post: postModel(database),
    Comment: commentModel(database),
    PostReaction: postReactionModel(database),
    CommentReaction: commentReactionModel(database),
    Notification: notificationModel(database),
    CounterShard: counterShardModel(database),
    RequestMetric: requestMetricModel(database),
    ContractViolation: contractViolationModel(database),
    ErrorLogEntry: errorLogModel(database),
  };
}
