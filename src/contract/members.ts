import { randomBytes } from "node:crypto";
import type { components } from "../../generated/schema.ts";
import { type ContractClient, createContractClient } from "./client.ts";
import type { Transport } from "./transport.ts";

/** Somebody with an access token. */
export interface AuthenticatedClient extends ContractClient {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

export interface Member extends AuthenticatedClient {
  readonly password: string;
  readonly refreshToken: string;
  readonly tokens: components["schemas"]["Tokens"];
}

/** A tuple for the few counts that rules take apart, so that each member is known to be there. */
export type MemberTuple<Count extends number> = Count extends 1
  ? [Member]
  : Count extends 2
    ? [Member, Member]
    : Count extends 3
      ? [Member, Member, Member]
      : Count extends 4
        ? [Member, Member, Member, Member]
        : Member[];

/** An id that nobody has, so that rules may share a server, run in any order, and run again. */
export function uniqueId(): string {
  return `m${randomBytes(8).toString("hex")}`;
}

export function displayNameOf(id: string): string {
  return `Name ${id.slice(0, 8)}`;
}

/** What it takes to be the same member in another rule, whose requests take another way. */
export type MemberCredentials = Pick<Member, "id" | "password" | "tokens">;

export function createMember(transport: Transport, { id, password, tokens }: MemberCredentials): Member {
  const { accessToken: token, refreshToken } = tokens;
  return {
    ...createContractClient(transport, token),
    id,
    name: displayNameOf(id),
    password,
    token,
    refreshToken,
    tokens,
  };
}

/** Logs a member in once more: another session. */
export async function logInMember(transport: Transport, id: string, password: string): Promise<Member> {
  const { body: tokens } = await createContractClient(transport).call("logIn", 200, { body: { id, password } });
  return createMember(transport, { id, password, tokens });
}

/** Signs up and logs in somebody whom nobody knows: two passwords to be hashed, which takes the server a while. */
export async function signUpMember(transport: Transport): Promise<Member> {
  const id = uniqueId();
  const password = `secret of ${id}`;
  await createContractClient(transport).call("signUp", 201, { body: { id, password, name: displayNameOf(id) } });
  return logInMember(transport, id, password);
}
