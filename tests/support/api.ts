import { randomBytes } from "node:crypto";
import { after } from "node:test";
import type { components } from "../../generated/schema.ts";
import { type Client, client } from "./client.ts";
import { type Control, connectControl } from "./control.ts";
import { startProcess } from "./server-process.ts";
import { testDatabase } from "./test-database.ts";

/** A server under test that has its own fresh database, and people who use it. */
export interface Api {
  readonly baseUrl: string;
  /** Sends no token. */
  readonly anyone: Client;
  as(token: string): Client;
  /** Signs up and logs in so many new members, whose ids nobody else has. */
  members<Count extends number>(count: Count): Promise<Members<Count>>;
  /** Logs a member in once more: another session. */
  logIn(id: string, password: string): Promise<Member>;
  /** A new member who was made an admin behind the server's back. */
  admin(): Promise<Member>;
  /** What no client can do: set the clock, inject faults. */
  readonly control: Control;
}

export interface Member extends Client {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly tokens: components["schemas"]["Tokens"];
}

/** A tuple for the few counts that tests take apart, so that each member is known to be there. */
type Members<Count extends number> = Count extends 1
  ? [Member]
  : Count extends 2
    ? [Member, Member]
    : Count extends 3
      ? [Member, Member, Member]
      : Count extends 4
        ? [Member, Member, Member, Member]
        : Member[];

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

/** People for a server that runs already. */
export function api(baseUrl: string, control: Control): Api {
  const anyone = client(baseUrl);

  async function logIn(id: string, password: string): Promise<Member> {
    const { body: tokens } = await anyone.call("logIn", 200, { body: { id, password } });
    const { accessToken: token, refreshToken } = tokens;
    return { ...client(baseUrl, token), id, name: nameOf(id), password, token, refreshToken, tokens };
  }
  async function join(): Promise<Member> {
    const id = uniqueId();
    const password = `secret of ${id}`;
    await anyone.call("signUp", 201, { body: { id, password, name: nameOf(id) } });
    return logIn(id, password);
  }

  return {
    baseUrl,
    anyone,
    control,
    logIn,
    as: (token) => client(baseUrl, token),
    async members<Count extends number>(count: Count) {
      return (await Promise.all(Array.from({ length: count }, join))) as Members<Count>;
    },
    async admin() {
      const member = await join();
      await control.grantAdmin(member.id);
      return logIn(member.id, member.password);
    },
  };
}

/** An id that no other test uses, so that tests may share a server and run in any order. */
export function uniqueId(): string {
  return `m${randomBytes(8).toString("hex")}`;
}

function nameOf(id: string): string {
  return `Name ${id.slice(0, 8)}`;
}
