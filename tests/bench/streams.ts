import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { connect } from "../../src/server/database/connect.ts";
import { migrate } from "../../src/server/database/migrations/migrate.ts";
import { startProcess } from "../support/server-process.ts";
import { testDatabase } from "../support/test-database.ts";
import { openStreamClients } from "./streams/clients.ts";
import { addMembers } from "./streams/members.ts";

const help = `Opens many notification streams on one node, each for another member, and measures memory, CPU time and latency.

  npm run bench:streams -- [--streams 10000] [--comments 400] [--rate 20] [--database sqlite|postgres]

  --rate      comments per second, each on the post of a random member

Linux only: it reads /proc. TEST_DATABASE_URL names a Postgres server to use; by default one is started.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    streams: { type: "string", default: "10000" },
    comments: { type: "string", default: "400" },
    rate: { type: "string", default: "20" },
    database: { type: "string", default: "postgres" },
  },
});

type Env = Readonly<Record<string, string>>;

async function main(): Promise<void> {
  const [streams, comments, rate] = [Number(options.streams), Number(options.comments), Number(options.rate)];
  await checkFileLimit(streams);
  const { env, drop } = await testDatabase(options.database === "sqlite" ? "sqlite" : "postgres");
  try {
    await measure(env, streams, comments, rate);
  } finally {
    await drop();
  }
}

async function measure(env: Env, streams: number, comments: number, rate: number): Promise<void> {
  const url = env.DATABASE_URL;
  const log = pino({ level: "silent" });
  const database = await connect({ dataDir: env.DATA_DIR ?? "", log, ...(url === undefined ? {} : { url }) });
  await migrate(database);
  const secret = randomBytes(32).toString("hex");
  const members = await addMembers(database, streams, secret);
  await database.close();

  const server = startProcess({
    module: "src/server/main",
    runtime: "node",
    env: { ...env, JWT_SECRET: secret, PORT: "0", RATE_LIMIT: "off", LOG_LEVEL: "info" },
  });
  const ready = await server.line(/minifb is ready at/);
  const baseUrl = /http:\/\/[\d.:]+/.exec(ready)?.[0] ?? "";
  const pid = server.child.pid ?? 0;
  await comment(baseUrl, members.writerToken, members.postIds[0] ?? 1);
  await sleep(1000);

  const before = await memory(pid);
  const started = performance.now();
  const clients = await openStreamClients(baseUrl, members.tokens);
  const seconds = (performance.now() - started) / 1000;
  print(`${clients.openCount} streams opened in ${seconds.toFixed(1)} s, ${Math.round(streams / seconds)} per second`);
  await sleep(3000);
  const after = await memory(pid);
  const bytesPerStream = (1024 * (after - before)) / streams;
  print(
    `resident memory of the server: ${mebibytes(before)} before, ${mebibytes(after)} after: ${kib(bytesPerStream)} per stream`,
  );

  const idle = await processorShare(pid, 15_000);
  print(`CPU utilization with heartbeats only: ${idle.toFixed(1)} % of one core`);

  const waiting = new Map<number, (at: number) => void>();
  const delays: number[] = [];
  const writes: number[] = [];
  const lags: number[] = [];
  clients.onEvent = (member, at) => waiting.get(member)?.(at);
  const begun = performance.now();
  const deliveries: Promise<void>[] = [];
  for (let index = 0; index < comments; index++) {
    await sleep(Math.max(0, begun + (1000 * index) / rate - performance.now()));
    const member = Math.floor(Math.random() * streams);
    if (waiting.has(member)) continue;
    const sent = performance.now();
    const event = new Promise<number>((resolve) => waiting.set(member, resolve));
    const response = comment(baseUrl, members.writerToken, members.postIds[member] ?? 1).then(() => performance.now());
    deliveries.push(
      Promise.all([event, response]).then(([eventAt, responseAt]) => {
        waiting.delete(member);
        delays.push(eventAt - sent);
        writes.push(responseAt - sent);
        lags.push(eventAt - responseAt);
      }),
    );
  }
  await Promise.race([Promise.all(deliveries), sleep(30_000, undefined, { ref: false })]);
  print(`${deliveries.length} comments at ${rate} per second, ${delays.length} delivered`);
  print(`from request to event: ${quantiles(delays)}`);
  print(`from request to response: ${quantiles(writes)}`);
  print(`from response to event: ${quantiles(lags)}`);
  print(`${clients.lostCount} streams were lost; resident memory at the end: ${mebibytes(await memory(pid))}`);

  const stopping = performance.now();
  await server.stop();
  print(`the server ended all streams and stopped in ${((performance.now() - stopping) / 1000).toFixed(1)} s`);
  clients.close();
}

/** Node raises its soft limit to the hard limit at start, both here and in the server. */
async function checkFileLimit(streams: number): Promise<void> {
  const limits = await readFile("/proc/self/limits", "utf8");
  const [, soft = "0", hard = "0"] = /^Max open files +(\d+) +(\d+)/m.exec(limits) ?? [];
  print(`limit on open files: ${soft}, maximum ${hard}, for the server and for this process`);
  if (Number(soft) < streams + 100) throw new Error(`${streams} streams need a higher limit: raise it with ulimit -Hn`);
}

async function comment(baseUrl: string, token: string, postId: number): Promise<void> {
  const response = await fetch(`${baseUrl}/post/${postId}/comment`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: '{"content":"Hello"}',
  });
  if (response.status !== 201) throw new Error(`A comment failed with status ${response.status}`);
  await response.arrayBuffer();
}

/** Resident memory in KiB. */
async function memory(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** CPU utilization in percent of one core. The kernel counts in units of 10 ms. */
async function processorShare(pid: number, milliseconds: number): Promise<number> {
  const spent = async () => {
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  };
  const before = await spent();
  await sleep(milliseconds);
  return (100 * ((await spent()) - before)) / milliseconds;
}

function quantiles(milliseconds: number[]): string {
  milliseconds.sort((a, b) => a - b);
  const at = (share: number) => (milliseconds[Math.floor(share * milliseconds.length)] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${milliseconds.at(-1)?.toFixed(1)} ms`;
}

const mebibytes = (kibibytes: number) => `${(kibibytes / 1024).toFixed(0)} MiB`;
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

function print(text: string): void {
  console.log(text);
}

if (options.help) console.log(help);
else await main();
