import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { host } from "./contenders/environment.ts";
import { freePort } from "./database/cluster.ts";
import { onInterrupt } from "./interrupts.ts";

/** How to start a server. */
export interface Program {
  readonly title: string;
  readonly executable: string;
  readonly args: readonly string[];
  /** Variables in addition to PORT. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Server {
  readonly title: string;
  readonly port: number;
  readonly pid: number;
  /** Its standard error if it has exited by itself; undefined while it runs. */
  exitMessage(): string | undefined;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const runningChildren = new Set<ChildProcess>();
const killAll = () => {
  for (const child of runningChildren) child.kill("SIGKILL");
};
process.once("exit", killAll);
onInterrupt(killAll);

/**
 * Starts a server and waits until /health answers. Its log goes to /dev/null, so the cost of logging is measured except
 * for the disk.
 */
export async function startServer({ title, executable, args, env }: Program): Promise<Server> {
  const port = await freePort();
  const child = spawn(executable, args, {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      NODE_ENV: "production",
      ...env,
      PORT: String(port),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  runningChildren.add(child);
  const stderr: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      runningChildren.delete(child);
      resolve();
    });
    child.once("error", (error) => stderr.push(String(error)));
  });
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isHealthy(port))) {
    if (!runningChildren.has(child) || performance.now() > deadline)
      throw new Error(`${title} did not start:\n${stderr.join("")}`);
    await delay(50);
  }
  if (child.pid === undefined) throw new Error(`${title} has no process`);
  return {
    title,
    port,
    pid: child.pid,
    exitMessage: () => (runningChildren.has(child) ? undefined : `${title} exited:\n${stderr.join("")}`),
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
      await ended;
      clearTimeout(killer);
    },
  };
}

async function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://${host}:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
