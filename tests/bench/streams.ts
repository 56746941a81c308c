import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { connect } from "../../src/server/database/connect.ts";
import { migrate } from "../../src/server/database/migrations/migrate.ts";
import { startProcess } from "../support/server-process.ts";
import { testDatabase } from "../support/test-database.ts";
import { openCrowd } from "./streams/crowd.ts";
import { addMembers } from "./streams/members.ts";

const help = `Opens many streams of notifications on one node, each of another member, and measures what they cost.

  npm run bench:streams -- [--streams 10000] [--comments 400] [--rate 20] [--database sqlite|postgres]

  --rate      comments a second, each on the post of a random member

Linux only: it reads /proc. TEST_DATABASE_URL names a Postgres server to use; without it one is started.`;

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
  const crew = await addMembers(database, streams, secret);
  await database.close();

  const server = startProcess({
    module: "src/server/main",
    runtime: "node",
    env: { ...env, JWT_SECRET: secret, PORT: "0", RATE_LIMIT: "off", LOG_LEVEL: "info" },
  });
  const ready = await server.line(/minifb is ready at/);
  const baseUrl = /http:\/\/[\d.:]+/.exec(ready)?.[0] ?? "";
  const pid = server.child.pid ?? 0;
  await comment(baseUrl, crew.writerToken, crew.postIds[0] ?? 1);
  await sleep(1000);

  const before = await memory(pid);
  const started = performance.now();
  const crowd = await openCrowd(baseUrl, crew.tokens);
  const seconds = (performance.now() - started) / 1000;
  say(`${crowd.open} streams opened in ${seconds.toFixed(1)} s, ${Math.round(streams / seconds)} a second`);
  await sleep(3000);
  const after = await memory(pid);
  const each = (1024 * (after - before)) / streams;
  say(`resident memory of the server: ${mebibytes(before)} before, ${mebibytes(after)} after: ${kib(each)} a stream`);

  const idle = await processorShare(pid, 15_000);
  say(`processor while nothing happens but heartbeats: ${idle.toFixed(1)} % of one`);

  const arrived = new Map<number, (at: number) => void>();
  const delays: number[] = [];
  const writes: number[] = [];
  const lags: number[] = [];
  crowd.onEvent = (member, at) => arrived.get(member)?.(at);
  const begun = performance.now();
  const deliveries: Promise<void>[] = [];
  for (let index = 0; index < comments; index++) {
    await sleep(Math.max(0, begun + (1000 * index) / rate - performance.now()));
    const member = Math.floor(Math.random() * streams);
    if (arrived.has(member)) continue;
    const sent = performance.now();
    const event = new Promise<number>((resolve) => arrived.set(member, resolve));
    const answer = comment(baseUrl, crew.writerToken, crew.postIds[member] ?? 1).then(() => performance.now());
    deliveries.push(
      Promise.all([event, answer]).then(([eventAt, answerAt]) => {
        arrived.delete(member);
        delays.push(eventAt - sent);
        writes.push(answerAt - sent);
        lags.push(eventAt - answerAt);
      }),
    );
  }
  await Promise.race([Promise.all(deliveries), sleep(30_000, undefined, { ref: false })]);
  say(`${deliveries.length} comments at ${rate} a second, ${delays.length} delivered`);
  say(`from sending a comment to its event: ${quantiles(delays)}`);
  say(`from sending a comment to its answer: ${quantiles(writes)}`);
  say(`from its answer to its event: ${quantiles(lags)}`);
  say(`${crowd.lost} streams were lost; resident memory at the end: ${mebibytes(await memory(pid))}`);

  const stopping = performance.now();
  await server.stop();
  say(`the server ended all streams and stopped in ${((performance.now() - stopping) / 1000).toFixed(1)} s`);
  crowd.close();
}

/** Node raises its limit to the greatest that is allowed by itself, in the server as here. */
async function checkFileLimit(streams: number): Promise<void> {
  const limits = await readFile("/proc/self/limits", "utf8");
  const [, now = "0", most = "0"] = /^Max open files +(\d+) +(\d+)/m.exec(limits) ?? [];
  say(`limit on open files: ${now} of at most ${most}, each in the server and here`);
  if (Number(now) < streams + 100) throw new Error(`${streams} streams need more: raise it with ulimit -Hn`);
}

async function comment(baseUrl: string, token: string, postId: number): Promise<void> {
  const response = await fetch(`${baseUrl}/post/${postId}/comment`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: '{"content":"Hello"}',
  });
  if (response.status !== 201) throw new Error(`A comment was answered with ${response.status}`);
  await response.arrayBuffer();
}

/** Resident, in KiB. */
async function memory(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** In percent of one processor. The kernel counts in hundredths of a second. */
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

function say(text: string): void {
  console.log(text);
}

if (options.help) console.log(help);
else await main();
