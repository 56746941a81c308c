import { createHash } from "node:crypto";
import { createContractClient } from "./client.ts";
import { createRuleContext, type Effort, type OpenContext } from "./context.ts";
import type { Coverage } from "./coverage/coverage.ts";
import { attributeError, createExchangeLog, type ExchangeLog } from "./exchange-log.ts";
import { type AuthenticatedClient, displayNameOf } from "./members.ts";
import { createPool } from "./pool.ts";
import type { ContractRule } from "./rule.ts";
import type { Spec } from "./spec.ts";
import { createThrottle, createTransport, type RecordedExchange, type Transport } from "./transport.ts";
import type { SpecViolation } from "./violation.ts";

export interface RunOptions {
  readonly baseUrl: string;
  readonly spec: Spec;
  readonly seed: number;
  readonly effort: Effort;
  readonly adminToken?: string;
  /** Whether to send as many requests as it takes to hit the limit of an address. */
  readonly mayFlood?: boolean;
  readonly coverage: Coverage;
  readonly signal?: AbortSignal;
}

/** One server, held against rule after rule, with what they share: members, the pause that the server asked for, coverage. */
export interface Run {
  /** Never rejects. Rules may run side by side. */
  runRule(rule: ContractRule): Promise<RuleOutcome>;
  /** How often a request was put off because the server had enough of them. */
  readonly postponedRequests: number;
  /** How many answers there were, by `logIn 200`; by the status alone where no operation was asked. */
  readonly answers: ReadonlyMap<string, number>;
  /** Who logged in to get an access token, for whoever wants to repeat a request later. */
  readonly logins: ReadonlyMap<string, Login>;
}

export interface Login {
  readonly id: string;
  readonly password: string;
}

export interface RuleOutcome {
  readonly rule: ContractRule;
  readonly result: "passed" | "failed" | "not run";
  readonly seconds: number;
  readonly requests: number;
  /** What was found, where it failed. */
  readonly violation?: SpecViolation;
  /** What the rule had sent last, oldest first, where it failed. */
  readonly recentExchanges?: readonly RecordedExchange[];
  /** Why it was not run. */
  readonly reason?: string;
}

export function startRun(options: RunOptions): Run {
  const { spec, baseUrl, coverage, adminToken, effort, signal = new AbortController().signal } = options;
  const throttle = createThrottle();
  const pool = createPool();
  let clockOffset = 0;
  const answers = new Map<string, number>();
  const logins = new Map<string, Login>();
  const findAdmin = adminToken === undefined ? undefined : memoize(() => findAdminMember(transportOf(), adminToken));

  function transportOf(exchangeLog?: ExchangeLog): Transport {
    return createTransport({
      spec,
      baseUrl,
      throttle,
      signal,
      onAnswer: (operationId, answer) => coverage.record(operationId, answer),
      onExchange(exchange) {
        exchangeLog?.add(exchange);
        const name = `${exchange.operationId ?? ""} ${exchange.answer.status}`.trim();
        answers.set(name, (answers.get(name) ?? 0) + 1);
        noteLogin(exchange, logins);
        const date = Date.parse(exchange.answer.headers.get("date") ?? "");
        if (!Number.isNaN(date)) clockOffset = date - Date.now();
      },
    });
  }

  function contextOf(rule: ContractRule, exchangeLog: ExchangeLog): OpenContext {
    return createRuleContext({
      transport: transportOf(exchangeLog),
      pool,
      admin() {
        if (rule.needs !== "admin" || !findAdmin) throw new Error(`The rule ${rule.id} must declare needs: "admin"`);
        return findAdmin();
      },
      seed: seedOf(options.seed, rule),
      effort,
      mayFlood: options.mayFlood ?? false,
      clockOffset: () => clockOffset,
      onStream(answer) {
        exchangeLog.add({ operationId: "streamNotifications", answer });
        coverage.record("streamNotifications", answer);
      },
      signal,
      attribute: (error, blamed) => attributeError(error, rule.operations, exchangeLog, blamed),
      exclude: (operationId, status, reason) => coverage.exclude(operationId, status, reason),
    });
  }

  return {
    get postponedRequests() {
      return throttle.postponedRequests;
    },
    answers,
    logins,
    async runRule(rule) {
      if (signal.aborted) return notRun(rule, "the time was up");
      if (rule.needs === "admin" && !findAdmin) {
        for (const [operationId, status] of rule.provokes ?? [])
          coverage.exclude(operationId, status, needsAdminReason);
        return notRun(rule, needsAdminReason);
      }
      const started = performance.now();
      const exchangeLog = createExchangeLog();
      const { context, close } = contextOf(rule, exchangeLog);
      const outcome = async (): Promise<Pick<RuleOutcome, "result" | "violation" | "recentExchanges" | "reason">> => {
        try {
          await rule.run(context);
          return { result: "passed" };
        } catch (error) {
          if (signal.aborted) return { result: "not run", reason: "the time was up" };
          const violation = attributeError(error, rule.operations, exchangeLog);
          return { result: "failed", violation, recentExchanges: [...exchangeLog.recent] };
        }
      };
      const result = await outcome();
      const requests = exchangeLog.count;
      // Whatever was made stays where a rule failed, so that one can look at it.
      await close(result.result === "passed");
      return { rule, seconds: (performance.now() - started) / 1000, requests, ...result };
    },
  };
}

const needsAdminReason = "it needs an admin's token";

function noteLogin({ operationId, answer }: RecordedExchange, logins: Map<string, Login>): void {
  const { request, status, body } = answer;
  if (operationId !== "logIn" || status !== 200 || typeof request.body !== "string") return;
  const token: unknown = Object(body).accessToken;
  const { id, password }: Login = JSON.parse(request.body);
  if (typeof token === "string") logins.set(token, { id, password });
}

function notRun(rule: ContractRule, reason: string): RuleOutcome {
  return { rule, result: "not run", seconds: 0, requests: 0, reason };
}

/** Of its own for each rule, so that a rule that runs alone sees the same values as in a whole run. */
function seedOf(seed: number, { id }: ContractRule): number {
  return createHash("sha256").update(`${seed} ${id}`).digest().readInt32LE();
}

function memoize<T>(make: () => Promise<T>): () => Promise<T> {
  let promise: Promise<T> | undefined;
  return () => {
    promise ??= make();
    return promise;
  };
}

async function findAdminMember(transport: Transport, token: string): Promise<AuthenticatedClient> {
  const client = createContractClient(transport, token);
  const { body: me } = await client.call("getMe", 200);
  if (!me.isAdmin) throw new Error(`The admin's token is one of ${me.id}, who is no admin`);
  return { ...client, id: me.id, name: me.name ?? displayNameOf(me.id), token };
}
