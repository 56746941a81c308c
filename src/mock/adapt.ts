import type { RequestContext } from "../server/http/request/request-context.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { isEventAnswer } from "../server/http/sse/event-streams.ts";
import type { Answers } from "./answers.ts";

/** Statuses to try, in order, if a document does not have the status of a refusal. */
const alternativeStatuses: Readonly<Record<number, readonly number[]>> = {
  400: [422],
  401: [403],
  403: [401],
  413: [400, 422],
  415: [400, 422],
};

/**
 * Replaces a refusal of the dispatcher by the document's example where the document does not allow it: other documents have
 * other error bodies, and 401 where this project has 403.
 */
export function adaptTo(answers: Answers): (exchange: RequestContext, answer: Answer) => Answer {
  return ({ operationId = "unmatched" }, answer) => {
    if (isEventAnswer(answer) || answer.status < 400) return answer;
    if (answers.brokenRule(operationId, answer) === undefined) return answer;
    for (const status of [answer.status, ...(alternativeStatuses[answer.status] ?? [])]) {
      const documented = answers.example(operationId, status);
      if (documented) return { ...documented, headers: { ...answer.headers, ...documented.requiredHeaders } };
    }
    return answer;
  };
}
