import { randomBytes } from "node:crypto";
import { after } from "node:test";
import { type ContractClient, createContractClient } from "../../src/contract/client.ts";
import { logInMember, type Member, type MemberTuple, signUpMember } from "../../src/contract/members.ts";
import { createTransport, type Transport } from "../../src/contract/transport.ts";
import { type Control, connectControl } from "./control.ts";
import { reached } from "./coverage-record.ts";
import { startProcess } from "./server-process.ts";
import { spec } from "./spec.ts";
import { testDatabase } from "./test-database.ts";

/** A server under test that has its own fresh database, and people who use it. */
export interface Api {
  readonly baseUrl: string;
  /** Sends no token. */
  readonly anyone: ContractClient;
  as(token: string): ContractClient;
  /** Signs up and logs in so many new members, whose ids nobody else has. */
  members<Count extends number>(count: Count): Promise<MemberTuple<Count>>;
  /** Logs a member in once more: another session. */
  logIn(id: string, password: string): Promise<Member>;
  /** A new member who was made an admin behind the server's back. */
  admin(): Promise<Member>;
  /** What no client can do: set the clock, inject faults. */
  readonly control: Control;
}

export interface ApiOptions {
  /** Configuration beside what every test server gets: `{ RATE_LIMIT: "5" }`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Whatever ends the server: a test (`t`) or, by default, the whole file. */
export interface Scope {
  after(end: () => Promise<void>): void;
}

const defaults = {
  LOG_LEVEL: "warn",
  RATE_LIMIT: "off",
  PBKDF2_ITERATIONS: "1000",
  HOST: "127.0.0.1",
  CONTRACT: "strict",
};

/**
 * Starts the server under test with the runtime (`TEST_RUNTIME`: node or deno) and on the kind of database
 * (`TEST_DATABASE`: sqlite or postgres) that the environment asks for.
 */
export async function startApi(options: ApiOptions = {}, scope: Scope = { after }): Promise<Api> {
  const database = await testDatabase();
  const server = startProcess({
    module: "tests/support/fixture-server",
    env: { JWT_SECRET: randomBytes(32).toString("hex"), ...database.env, ...defaults, ...options.env },
  });
  scope.after(async () => {
    await server.stop();
    await database.drop();
  });
  const { baseUrl, controlUrl }: Ready = JSON.parse(await server.line(/^\{"baseUrl"/));
  return api(baseUrl, connectControl(controlUrl));
}

/** The line that `fixture-server.ts` writes when it listens. */
export interface Ready {
  readonly baseUrl: string;
  readonly controlUrl: string;
}

/** Sends requests to a server that runs already, as whoever has the token; what is seen counts as reached. */
export function clientOf(baseUrl: string, token?: string): ContractClient {
  return createContractClient(transportTo(baseUrl), token);
}

function transportTo(baseUrl: string): Transport {
  return createTransport({ spec, baseUrl, onAnswer: (operationId, answer) => reached.record(operationId, answer) });
}

/** People for a server that runs already. */
export function api(baseUrl: string, control: Control): Api {
  const transport = transportTo(baseUrl);
  return {
    baseUrl,
    control,
    anyone: createContractClient(transport),
    logIn: (id, password) => logInMember(transport, id, password),
    as: (token) => createContractClient(transport, token),
    async members<Count extends number>(count: Count) {
      return (await Promise.all(Array.from({ length: count }, () => signUpMember(transport)))) as MemberTuple<Count>;
    },
    async admin() {
      const member = await signUpMember(transport);
      await control.grantAdmin(member.id);
      return logInMember(transport, member.id, member.password);
    },
  };
}
