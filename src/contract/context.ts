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

/** What a rule has to work with. Its methods do not use `this`, so that a rule takes those that it needs. */
export interface RuleContext {
  readonly spec: Spec;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly effort: Effort;
  /** For requests that a rule sends by itself, so that they keep to the server's limits like all others. */
  readonly throttle: Throttle | undefined;
  /** Sends no token. */
  readonly anyone: ContractClient;
  /** Sends this token, whatever it is. */
  as(token: string): ContractClient;
  /** Lends so many members, who have no posts, no notifications, no nickname and no bio, until the rule ends. */
  members<Count extends number>(count: Count): Promise<MemberTuple<Count>>;
  /** Signs up so many members for this rule alone, who may log out, change their password or lose their rights. */
  newMembers<Count extends number>(count: Count): Promise<MemberTuple<Count>>;
  /** Whose token the run was given. @throws Error in a rule that does not say that it `needs` one */
  admin(): Promise<AuthenticatedClient>;
  /** Logs a member in once more. */
  logIn(id: string, password: string): Promise<Member>;
  /** Sends a request to no operation: an unknown path, an odd method. Its answer is not judged. */
  exchange(outgoing: Partial<OutgoingRequest> & { readonly path: string }): Promise<ReceivedAnswer>;
  /** Opens somebody's stream of notifications, which is closed at the latest when the rule ends. */
  openStream(member: ContractClient, lastEventId?: string | number): Promise<NotificationStream>;
  /** From 0 to less than 1; the same numbers for the same seed and rule. */
  readonly random: () => number;
  /** One of three numbers, by the effort of the run. */
  scale(quick: number, usual: number, thorough: number): number;
  /**
   * Holds a property against generated values; what fails is shrunk and told with its operation.
   * @param options.runs how many values; by the effort of the run unless given
   * @throws Violation with the smallest value that fails
   */
  forAll<T>(
    arbitrary: fc.Arbitrary<T>,
    predicate: (value: T) => Promise<void>,
    options?: { readonly runs?: number; readonly examples?: readonly T[] },
  ): Promise<void>;
  /** Assertions that fail within are this operation's fault, whatever was asked last. */
  blame<T>(operationId: OperationId, check: () => T | Promise<T>): Promise<T>;
  /** What the server's clock says, to a second. */
  now(): Date;
  /** Notes that this answer cannot be provoked here, so that its lack is no fault of the run. */
  exclude(operationId: OperationId, status: number, reason: string): void;
  /** Whether the run may send as many requests as it takes to hit the limit of its address. */
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
  /** Is told of the answer that opened a stream. */
  readonly onStream: (answer: ReceivedAnswer) => void;
  readonly signal: AbortSignal;
  /** Whose fault an error is, by what the trail shows now. */
  readonly attribute: (error: unknown, blamed?: OperationId) => SpecViolation;
  readonly exclude: (operationId: OperationId, status: number, reason: string) => void;
}

export interface OpenContext {
  readonly context: RuleContext;
  /** Ends what the rule left open and, where `isCleared`, deletes what it wrote. */
  close(isCleared: boolean): Promise<void>;
}

export function createRuleContext(parts: ContextParts): OpenContext {
  const { transport, pool, seed, effort, signal, attribute } = parts;
  const borrowed: Member[] = [];
  const streams: NotificationStream[] = [];
  const scale = (quick: number, usual: number, thorough: number) => ({ quick, default: usual, thorough })[effort];

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
    const shown = fc.stringify(details.counterexample?.[0]);
    throw new SpecViolation(`${message}\nThe smallest value that fails: ${shown}`, operationId, answer);
  }
  return {
    context,
    async close(isCleared) {
      for (const stream of streams) stream.close();
      if (isCleared) await pool.release(borrowed);
    },
  };
}
