import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createHttpClient, type HttpOutcome } from "./http-client.ts";
import type { Ledger, WriteEntry, WriteState } from "./ledger.ts";
import type { Observer } from "./observer.ts";

export interface LoadOptions {
  /** The servers' ports. A client whose server does not accept connections goes to the next one. */
  readonly ports: readonly number[];
  readonly ledger: Ledger;
  readonly observer: Observer;
  readonly clients: number;
  readonly timeoutMs: number;
  /** Sends `Idempotency-Key`, and repeats requests with an unknown outcome. */
  readonly keys: boolean;
}

export interface Load {
  /** Ends the load; resolves when no request is in flight. */
  stop(): Promise<void>;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The post or comment that the operation needs. */
  readonly targets?: readonly (WriteEntry | undefined)[];
}

interface Result {
  readonly state: WriteState;
  readonly cause: string;
  readonly outcome: HttpOutcome;
}

const thinkTimeMs = 10;
const maxAttempts = 30;
const maxRetryAfterMs = 3000;
const reconnectMs = 100;
const recentPosts = 200;
const password = "a password for faults";

/** Signs up a member for each client and starts the clients. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const stopping = new AbortController();
  const posts: WriteEntry[] = [];
  const members = await Promise.all(
    Array.from({ length: options.clients }, (_, index) => createMember(options, index)),
  );
  const running = members.map((member, index) => runClient(options, member, index, posts, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

interface Member {
  readonly id: string;
  readonly token: string;
}

async function createMember({ ports, timeoutMs }: LoadOptions, index: number): Promise<Member> {
  const client = createHttpClient(timeoutMs);
  const port = ports[0] ?? 0;
  const id = `member.${index}.${randomUUID().slice(0, 8)}`;
  const post = (path: string, body: unknown) => client.send(port, { method: "POST", path, headers: {}, body });
  try {
    await post("/user", { id, password, name: `Member ${index}` });
    const login = await post("/auth/login", { id, password });
    const text = login.kind === "response" ? login.text : login.kind;
    const token = /"accessToken":"([^"]+)"/.exec(text)?.[1];
    if (token === undefined) throw new Error(`Cannot log in: ${text}`);
    return { id, token };
  } finally {
    client.close();
  }
}

async function runClient(
  { ports, ledger, observer, timeoutMs, keys }: LoadOptions,
  member: Member,
  index: number,
  posts: WriteEntry[],
  stopped: AbortSignal,
): Promise<void> {
  const client = createHttpClient(timeoutMs);
  const own: WriteEntry[] = [];
  const reactedTo = new Set<number>();
  let node = index;

  /** Sends an operation until its outcome is final: 503 and failed connections are repeated, unknown outcomes only with a key. */
  async function send(operation: Operation, isWrite: boolean): Promise<Result> {
    const { name, method, path, body, targets = [] } = operation;
    const headers = {
      Authorization: `Bearer ${member.token}`,
      ...(keys && isWrite ? { "Idempotency-Key": randomUUID() } : {}),
    };
    let wasUnknown = false;
    for (let attempt = 1; ; attempt++) {
      const port = ports[node % ports.length] ?? 0;
      const outcome = await client.send(port, { method, path, headers, body });
      const mayBeMissing = targets.some((target) => target?.deletion !== undefined);
      observer.record(name, outcome, isWrite, mayBeMissing);
      const lastResult = judge(outcome);
      wasUnknown ||= lastResult.state === "unknown";
      const result: Result =
        wasUnknown && lastResult.state === "refused" ? { ...lastResult, state: "unknown" } : lastResult;
      const mayRepeat = isRepeatable(outcome) || (keys && isWrite && result.state === "unknown");
      if (!mayRepeat || attempt === maxAttempts || stopped.aborted) return result;
      if (outcome.kind !== "response") node++;
      await delay(retryDelayMs(outcome));
    }
  }

  async function create(table: WriteEntry["table"], operation: Omit<Operation, "body">, post?: WriteEntry) {
    const entry: WriteEntry = {
      table,
      content: `fault-${randomUUID()}`,
      owner: member.id,
      ...(post?.id === undefined ? {} : { post, postId: post.id }),
      state: "unknown",
      cause: "pending",
    };
    ledger.writes.push(entry);
    const { state, cause, outcome } = await send({ ...operation, body: { content: entry.content } }, true);
    entry.state = state;
    entry.cause = cause;
    if (state !== "acknowledged" || outcome.kind !== "response") return;
    entry.id = Number(/"id":(\d+)/.exec(outcome.text)?.[1]);
    ledger.acknowledged++;
    own.push(entry);
    if (table === "posts") posts.push(entry);
    if (posts.length > recentPosts) posts.shift();
  }

  async function react(post: WriteEntry) {
    if (post.id === undefined || reactedTo.has(post.id)) return;
    reactedTo.add(post.id);
    const entry = { postId: post.id, userId: member.id, type: 1 + (post.id % 5) };
    const path = `/post/${post.id}/reaction`;
    const { state, cause } = await send(
      { name: "reactToPost", method: "POST", path, body: { type: entry.type }, targets: [post] },
      true,
    );
    ledger.reactions.push({ ...entry, state, cause });
    if (state === "acknowledged") ledger.acknowledged++;
  }

  async function remove(entry: WriteEntry) {
    own.splice(own.indexOf(entry), 1);
    const [name, path] =
      entry.table === "posts"
        ? ["deletePost", `/post/${entry.id}`]
        : ["deleteComment", `/post/${entry.postId}/comment/${entry.id}`];
    entry.deletion = "unknown";
    const index = posts.indexOf(entry);
    if (index >= 0) posts.splice(index, 1);
    const { state } = await send({ name, method: "DELETE", path, targets: [entry.post] }, true);
    entry.deletion = state;
    if (state === "acknowledged") ledger.acknowledged++;
  }

  try {
    while (!stopped.aborted) {
      const post = posts[Math.floor(Math.random() * posts.length)];
      const entry = own[Math.floor(Math.random() * own.length)];
      const choice = Math.random();
      if (post === undefined || choice < 0.3)
        await create("posts", { name: "createPost", method: "POST", path: "/post" });
      else if (choice < 0.55)
        await create(
          "comments",
          { name: "createComment", method: "POST", path: `/post/${post.id}/comment`, targets: [post] },
          post,
        );
      else if (choice < 0.7) await react(post);
      else if (choice < 0.77 && entry) await remove(entry);
      else if (choice < 0.88) await send({ name: "listPosts", method: "GET", path: "/post" }, false);
      else await send({ name: "getMe", method: "GET", path: "/user/me" }, false);
      await delay(thinkTimeMs * (0.5 + Math.random()));
    }
  } finally {
    client.close();
  }
}

function judge(outcome: HttpOutcome): Result {
  if (outcome.kind === "not connected") return { state: "refused", cause: outcome.kind, outcome };
  if (outcome.kind === "lost") return { state: "unknown", cause: outcome.code, outcome };
  const { status } = outcome;
  const state = status < 300 ? "acknowledged" : status === 500 || status === 504 ? "unknown" : "refused";
  return { state, cause: String(status), outcome };
}

function isRepeatable(outcome: HttpOutcome): boolean {
  return outcome.kind === "not connected" || (outcome.kind === "response" && outcome.status === 503);
}

function retryDelayMs(outcome: HttpOutcome): number {
  if (outcome.kind !== "response") return reconnectMs;
  return Math.min(maxRetryAfterMs, 1000 * Number(outcome.headers["retry-after"] ?? 1)) || reconnectMs;
}
