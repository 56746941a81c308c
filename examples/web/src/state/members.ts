import { type Signal, signal } from "@preact/signals";
import { client, type User } from "../api.ts";
import { onSignedOut } from "./sign-out.ts";

/** Undefined while it is not known, null for a member that is not there. */
export type MemberState = Signal<User | null | undefined>;

const members = new Map<string, MemberState>();

onSignedOut(() => members.clear());

export function memberOf(id: string): MemberState {
  const known = members.get(id) ?? signal<User | null | undefined>(undefined);
  members.set(id, known);
  return known;
}

/** @throws ApiError, NetworkError */
export async function loadMember(id: string): Promise<void> {
  memberOf(id).value = (await client.getUser({ path: { userId: id } })) ?? null;
}
