import { createHash } from "node:crypto";
import { createContractClient } from "./client.ts";
import { createRuleContext, type Effort, type OpenContext } from "./context.ts";
import type { Coverage } from "./coverage/coverage.ts";
import { attributeError, createExchangeLog, type ExchangeLog } from "./exchange-log.ts";
import { needsAdminReason } from "./exclusions.ts";
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
  /** Whether to send enough requests to reach the rate limit of an address. */
  readonly mayFlood?: boolean;
  readonly coverage: Coverage;
  readonly signal?: AbortSignal;
}

/** Runs rules against one server. They share its members, the waits that the server asked for, and the coverage. */
export interface Run {
  /** Never rejects. Rules may run concurrently. */
  runRule(rule: ContractRule): Promise<RuleOutcome>;
  /** How often a request had to wait because of a rate limit. */
  readonly postponedRequests: number;
  /** How many answers there were, by `logIn 200`; by the status only for requests to no operation. */
  readonly answers: ReadonlyMap<string, number>;
  /** The logins by access token, for commands that repeat a request later. */
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
  /** If it failed: the violation. */
  readonly violation?: SpecViolation;
  /** If it failed: the last exchanges of the rule, oldest first. */
  readonly recentExchanges?: readonly RecordedExchange[];
  /** If it was not run: why. */
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
        recordLogin(exchange, logins);
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
      if (signal.aborted) return notRun(rule, "the run reached --max-time");
      if (rule.needs === "admin" && !findAdmin) {
        for (const [operationId, status] of rule.provokes ?? [])
          coverage.exclude(operationId, status, needsAdminReason);
        return notRun(rule, needsAdminReason);
      }
      const started = performance.now();
      const exchangeLog = createExchangeLog();
      const { context, close } = contextOf(rule, exchangeLog);
      const execute = async (): Promise<Pick<RuleOutcome, "result" | "violation" | "recentExchanges" | "reason">> => {
        try {
          await rule.run(context);
          return { result: "passed" };
        } catch (error) {
          if (signal.aborted) return { result: "not run", reason: "the run reached --max-time" };
          const violation = attributeError(error, rule.operations, exchangeLog);
          return { result: "failed", violation, recentExchanges: [...exchangeLog.recent] };
        }
      };
      const outcome = await execute();
      const requests = exchangeLog.count;
      // What a failed rule wrote is kept for inspection.
      await close(outcome.result === "passed");
      return { rule, seconds: (performance.now() - started) / 1000, requests, ...outcome };
    },
  };
}

function recordLogin({ operationId, answer }: RecordedExchange, logins: Map<string, Login>): void {
  const { request, status, body } = answer;
  if (operationId !== "logIn" || status !== 200 || typeof request.body !== "string") return;
  const token: unknown = Object(body).accessToken;
  const { id, password }: Login = JSON.parse(request.body);
  if (typeof token === "string") logins.set(token, { id, password });
}

function notRun(rule: ContractRule, reason: string): RuleOutcome {
  return { rule, result: "not run", seconds: 0, requests: 0, reason };
}

/** Depends on the rule too, so that a rule that runs alone gets the same values as in a full run. */
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
  if (!me.isAdmin) throw new Error(`The admin token belongs to ${me.id}, who is not an admin`);
  return { ...client, id: me.id, name: me.name ?? displayNameOf(me.id), token };
}
