import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { host } from "./contenders/environment.ts";
import { freePort } from "./database/cluster.ts";
import { beforeInterruption } from "./interrupts.ts";

/** How to start a server. */
export interface Program {
  readonly title: string;
  readonly executable: string;
  readonly args: readonly string[];
  /** Beside PORT. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Server {
  readonly title: string;
  readonly port: number;
  readonly pid: number;
  /** What it wrote to its standard error, where it has ended by itself. */
  fault(): string | undefined;
  stop(): Promise<void>;
}

const startLimit = 60_000;
const stopLimit = 10_000;
const running = new Set<ChildProcess>();
const killAll = () => {
  for (const child of running) child.kill("SIGKILL");
};
process.once("exit", killAll);
beforeInterruption(killAll);

/**
 * Starts a server and waits until it is well. Its log goes to /dev/null, which costs it all that writing a log costs but
 * the disk.
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
  running.add(child);
  const told: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => told.push(text));
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      running.delete(child);
      resolve();
    });
    child.once("error", (error) => told.push(String(error)));
  });
  const limit = performance.now() + startLimit;
  while (!(await isWell(port))) {
    if (!running.has(child) || performance.now() > limit) throw new Error(`${title} does not start:\n${told.join("")}`);
    await delay(50);
  }
  if (child.pid === undefined) throw new Error(`${title} has no process`);
  return {
    title,
    port,
    pid: child.pid,
    fault: () => (running.has(child) ? undefined : `${title} has ended:\n${told.join("")}`),
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), stopLimit);
      await ended;
      clearTimeout(killer);
    },
  };
}

async function isWell(port: number): Promise<boolean> {
  return fetch(`http://${host}:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
