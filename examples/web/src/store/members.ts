import { type Signal, signal } from "@preact/signals";
import { client, type User } from "../api.ts";
import { onSignedOut } from "./sign-out.ts";

/** Undefined until loaded; null if there is no such member. */
export type MemberState = Signal<User | null | undefined>;

const members = new Map<string, MemberState>();

onSignedOut(() => members.clear());

export function memberOf(id: string): MemberState {
  const member = members.get(id) ?? signal<User | null | undefined>(undefined);
  members.set(id, member);
  return member;
}

/** @throws ApiError, NetworkError */
export async function loadMember(id: string): Promise<void> {
  memberOf(id).value = (await client.getUser({ path: { userId: id } })) ?? null;
}
