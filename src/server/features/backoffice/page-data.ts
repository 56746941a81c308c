import type { RequestHandler } from "express";
import { routes } from "../../../../generated/operations.ts";
import type { Database } from "../../database/database.ts";
import { timestamp } from "../../database/timestamp.ts";
import type { RateLimit } from "../../http/overload/rate-limit.ts";
import { type Authenticate, authorize } from "../../http/pipeline/authentication.ts";
import { requestContextOf } from "../../http/request/request-context.ts";
import { type Answer, writeAnswer } from "../../http/response/answer.ts";
import type { AnswerError } from "../../http/response/errors.ts";
import { methodNotAllowed } from "../../http/response/not-found.ts";
import { badRequest } from "../../http/response/refusals.ts";
import { readDatabaseState } from "./database-state.ts";
import type { ErrorLog } from "./error-log.ts";
import { readLoggedErrors } from "./error-queries.ts";
import { isRange, readHistory } from "./history.ts";
import { findMembers } from "./member-search.ts";
import type { FoundMembers, History, ServerState } from "./page-types.ts";
import type { ProcessMonitor } from "./process-state.ts";
import type { RequestMetrics } from "./request-metrics.ts";

export interface PageDataDeps {
  readonly database: Database;
  readonly metrics: Pick<RequestMetrics, "flush">;
  readonly errorLog: Pick<ErrorLog, "flush">;
  readonly processMonitor: Pick<ProcessMonitor, "state">;
  readonly now: () => Date;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit | undefined;
  readonly answerError: AnswerError;
}

const forAdmins = { security: "required", isForAdmins: true } as const;
const maxSearchLength = 50;

/**
 * Answers `/admin/data/...`: the data that the back office's page shows in addition to that of the API. These paths are not in
 * the OpenAPI document: only the page of the same version uses them. So no schema serializer applies, and their bodies are
 * limited to the types in page-types.ts. Like the API's back office they are for admins, with the same tokens and refusals.
 */
export function servePageData(deps: PageDataDeps): RequestHandler {
  const { authenticate, rateLimit, answerError } = deps;
  const answers = answersByPath(deps);
  return async (request, response, next) => {
    const context = requestContextOf(response);
    const { path, query } = context.target;
    const handler = answers.get(path);
    if (!handler) return next();

    async function respond(answer: (query: URLSearchParams) => Promise<Answer>): Promise<Answer> {
      const tooMany = rateLimit && (await rateLimit(request, context.headers));
      if (tooMany) return tooMany;
      const { method } = request;
      if (method !== "GET" && method !== "HEAD") return methodNotAllowed(method, path, "GET, HEAD, OPTIONS");
      const permission = authorize(forAdmins, request, `${method} ${path}`, authenticate);
      if ("refusal" in permission) return permission.refusal;
      return answer(new URLSearchParams(query));
    }
    const { requestId } = context;
    const answer = await respond(handler).catch((error: unknown) =>
      answerError(error, { requestId, operationId: path }),
    );
    writeAnswer(request, response, answer);
  };
}

function answersByPath({ database, metrics, errorLog, processMonitor, now }: PageDataDeps) {
  async function history(query: URLSearchParams): Promise<Answer> {
    const range = query.get("range") ?? "day";
    if (!isRange(range)) return badRequest("range must be day, week, month or year");
    await metrics.flush();
    const body: History = await readHistory(database, range, routes, now());
    return { status: 200, body };
  }

  async function state(): Promise<Answer> {
    await errorLog.flush();
    const rows = await readLoggedErrors(database);
    const body: ServerState = {
      process: processMonitor.state(),
      database: await readDatabaseState(database),
      errors: rows.map(({ answeredAt, operation: operationId, status, requestId, message }) => {
        return { at: timestamp(answeredAt), operationId, status, requestId, message };
      }),
    };
    return { status: 200, body };
  }

  async function members(query: URLSearchParams): Promise<Answer> {
    const text = query.get("search")?.trim() ?? "";
    const length = [...text].length;
    if (length === 0 || length > maxSearchLength || text.includes("\0")) {
      return badRequest(`search must have 1 to ${maxSearchLength} characters, and no U+0000`);
    }
    const body: FoundMembers = await findMembers(database, text);
    return { status: 200, body };
  }

  return new Map([
    ["/admin/data/history", history],
    ["/admin/data/state", state],
    ["/admin/data/members", members],
  ]);
}
