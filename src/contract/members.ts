import { randomBytes } from "node:crypto";
import type { components } from "../../generated/schema.ts";
import { type ContractClient, createContractClient } from "./client.ts";
import type { Transport } from "./transport.ts";

/** A client with an access token, and the member whose token it is. */
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

/** A tuple for small counts, so that destructured members are not `undefined`. */
export type MemberTuple<Count extends number> = Count extends 1
  ? [Member]
  : Count extends 2
    ? [Member, Member]
    : Count extends 3
      ? [Member, Member, Member]
      : Count extends 4
        ? [Member, Member, Member, Member]
        : Member[];

/** An id that no member has, so that rules can share a server, run in any order, and run again. */
export function uniqueId(): string {
  return `m${randomBytes(8).toString("hex")}`;
}

export function displayNameOf(id: string): string {
  return `Name ${id.slice(0, 8)}`;
}

/** What a later rule needs to act as the same member over its own transport. */
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

/** Opens another session of a member. */
export async function logInMember(transport: Transport, id: string, password: string): Promise<Member> {
  const { body: tokens } = await createContractClient(transport).call("logIn", 200, { body: { id, password } });
  return createMember(transport, { id, password, tokens });
}

/** Signs up and logs in a new member. The server has to hash two passwords for it, which is slow by design. */
export async function signUpMember(transport: Transport): Promise<Member> {
  const id = uniqueId();
  const password = `secret of ${id}`;
  await createContractClient(transport).call("signUp", 201, { body: { id, password, name: displayNameOf(id) } });
  return logInMember(transport, id, password);
}
