import fc from "fast-check";
import { seededRandom } from "../util/seeded-random.ts";
import { type ContractClient, createContractClient, type OperationId } from "./client.ts";
import { type AuthenticatedClient, logInMember, type Member, type MemberTuple, signUpMember } from "./members.ts";
import type { Pool } from "./pool.ts";
import type { Spec } from "./spec.ts";
import { type NotificationStream, openStream } from "./stream.ts";
import type { Throttle, Transport } from "./transport.ts";
import { SpecViolation } from "./violation.ts";
import type { OutgoingRequest, ReceivedAnswer } from "./wire.ts";

export type Effort = "quick" | "default" | "thorough";

/** The tools of a rule. The methods do not use `this`, so that a rule can destructure the ones it needs. */
export interface RuleContext {
  readonly spec: Spec;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly effort: Effort;
  /** For requests that a rule sends itself, so that they respect the server's rate limits like all others. */
  readonly throttle: Throttle | undefined;
  /** Sends no token. */
  readonly anyone: ContractClient;
  /** Sends this token, valid or not. */
  as(token: string): ContractClient;
  /** Lends members until the rule ends. They have no posts, notifications, nickname or bio. */
  members<Count extends number>(count: Count): Promise<MemberTuple<Count>>;
  /** Signs up members for this rule only: it may log them out, change their password or fail their logins. */
  newMembers<Count extends number>(count: Count): Promise<MemberTuple<Count>>;
  /** The member with the run's admin token. @throws Error unless the rule declares `needs: "admin"` */
  admin(): Promise<AuthenticatedClient>;
  /** Opens another session of a member. */
  logIn(id: string, password: string): Promise<Member>;
  /** Sends a request to no operation: an unknown path, an unsupported method. The answer is not checked. */
  exchange(outgoing: Partial<OutgoingRequest> & { readonly path: string }): Promise<ReceivedAnswer>;
  /** Opens a member's notification stream. It is closed when the rule ends, if not before. */
  openStream(member: ContractClient, lastEventId?: string | number): Promise<NotificationStream>;
  /** A number in [0, 1). The sequence depends on the seed and the rule only. */
  readonly random: () => number;
  /** Selects one of three numbers by the effort of the run. */
  scale(quick: number, byDefault: number, thorough: number): number;
  /**
   * Checks a property for generated values. A value that fails is shrunk, and reported with its operation.
   * @param options.runs how many values; depends on the effort of the run by default
   * @throws SpecViolation with the smallest value that fails
   */
  forAll<T>(
    arbitrary: fc.Arbitrary<T>,
    predicate: (value: T) => Promise<void>,
    options?: { readonly runs?: number; readonly examples?: readonly T[] },
  ): Promise<void>;
  /** Attributes assertions that fail in `check` to this operation, instead of to the last request. */
  blame<T>(operationId: OperationId, check: () => T | Promise<T>): Promise<T>;
  /** The server's time, with a precision of a second. */
  now(): Date;
  /** Excludes an answer that cannot be provoked on this server from the coverage. */
  exclude(operationId: OperationId, status: number, reason: string): void;
  /** Whether the run may send enough requests to reach the rate limit of its address. */
  readonly mayFlood: boolean;
  /** Aborted when the run's time is up. */
  readonly signal: AbortSignal;
}

export interface ContextParts {
  readonly transport: Transport;
  readonly pool: Pool;
  /** Rejects where the rule does not declare that it needs an admin, or the run has no admin token. */
  readonly admin: () => Promise<AuthenticatedClient>;
  readonly seed: number;
  readonly effort: Effort;
  readonly mayFlood: boolean;
  readonly clockOffset: () => number;
  /** Receives the answer that opened a stream. */
  readonly onStream: (answer: ReceivedAnswer) => void;
  readonly signal: AbortSignal;
  /** Attributes an error to an operation, by the exchanges so far. */
  readonly attribute: (error: unknown, blamed?: OperationId) => SpecViolation;
  readonly exclude: (operationId: OperationId, status: number, reason: string) => void;
}

export interface OpenContext {
  readonly context: RuleContext;
  /** Closes the streams that are still open. With `cleansUp` it also deletes what the rule's members wrote. */
  close(cleansUp: boolean): Promise<void>;
}

export function createRuleContext(parts: ContextParts): OpenContext {
  const { transport, pool, seed, effort, signal, attribute } = parts;
  const borrowed: Member[] = [];
  const streams: NotificationStream[] = [];
  const scale = (quick: number, byDefault: number, thorough: number) =>
    ({ quick, default: byDefault, thorough })[effort];

  const context: RuleContext = {
    spec: transport.spec,
    baseUrl: transport.baseUrl,
    effort,
    throttle: transport.throttle,
    anyone: createContractClient(transport),
    as: (token) => createContractClient(transport, token),
    async members<Count extends number>(count: Count) {
      const members = await pool.acquire(transport, count);
      borrowed.push(...members);
      return members as MemberTuple<Count>;
    },
    async newMembers<Count extends number>(count: Count) {
      return (await Promise.all(Array.from({ length: count }, () => signUpMember(transport)))) as MemberTuple<Count>;
    },
    async admin() {
      const { id, name, token } = await parts.admin();
      return { ...createContractClient(transport, token), id, name, token };
    },
    logIn: (id, password) => logInMember(transport, id, password),
    exchange: ({ path, ...outgoing }) =>
      transport.send(undefined, { method: "GET", ...outgoing, url: `${transport.baseUrl}${path}` }),
    async openStream(member, lastEventId) {
      const stream = await openStream(transport.spec, member, lastEventId, parts.onStream);
      streams.push(stream);
      return stream;
    },
    random: seededRandom(seed),
    scale,
    forAll: (arbitrary, predicate, options = {}) => checkProperty(arbitrary, predicate, options),
    async blame(operationId, check) {
      try {
        return await check();
      } catch (error) {
        throw attribute(error, operationId);
      }
    },
    now: () => new Date(Date.now() + parts.clockOffset()),
    exclude: parts.exclude,
    mayFlood: parts.mayFlood,
    signal,
  };

  async function checkProperty<T>(
    arbitrary: fc.Arbitrary<T>,
    predicate: (value: T) => Promise<void>,
    { runs = scale(10, 30, 200), examples = [] }: { readonly runs?: number; readonly examples?: readonly T[] },
  ): Promise<void> {
    const property = fc.asyncProperty(arbitrary, async (value) => {
      signal.throwIfAborted();
      await predicate(value).catch((error: unknown) => {
        throw attribute(error);
      });
    });
    const details = await fc.check(property, {
      seed,
      numRuns: runs,
      examples: examples.map((example): [T] => [example]),
    });
    if (!details.failed) return;
    signal.throwIfAborted();
    const { operationId, answer, message } = attribute(details.errorInstance);
    const smallest = fc.stringify(details.counterexample?.[0]);
    throw new SpecViolation(`${message}\nThe smallest failing value: ${smallest}`, operationId, answer);
  }
  return {
    context,
    async close(cleansUp) {
      for (const stream of streams) stream.close();
      if (cleansUp) await pool.release(borrowed);
    },
  };
}
