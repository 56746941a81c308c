import { batch, signal } from "@preact/signals";
import { isApiError } from "../../../../src/client/index.ts";
import { client, type Me } from "../api.ts";
import { onSignedOut } from "./sign-out.ts";

/** The id of whoever is signed in; `undefined` for nobody. */
export const userId = signal<string | undefined>(undefined);
/** Their account, as soon as the server told it. */
export const me = signal<Me | undefined>(undefined);
/** Whether they came in with a temporary password. */
export const mustChangePassword = signal(false);
/** Whether somebody was signed out without having asked for it. */
export const wasEnded = signal(false);

onSignedOut((reason) => {
  userId.value = undefined;
  me.value = undefined;
  mustChangePassword.value = false;
  wasEnded.value = reason === "ended";
});

/** Goes on with the login that this browser kept, if there is one. */
export async function resume(): Promise<void> {
  userId.value = await client.signedInAs();
}

/** Asks who is signed in. @throws ApiError, NetworkError */
export async function loadMe(): Promise<void> {
  const account = await client.getMe();
  batch(() => {
    me.value = account;
    mustChangePassword.value = account.mustChangePassword;
  });
}

/** @throws ApiError, NetworkError */
export async function logIn(id: string, password: string): Promise<void> {
  const tokens = await client.logIn({ body: { id, password } });
  batch(() => {
    wasEnded.value = false;
    mustChangePassword.value = tokens.mustChangePassword;
    userId.value = id;
  });
}

/** Whether somebody has this id. @throws ApiError, NetworkError */
export async function isTaken(id: string): Promise<boolean> {
  try {
    await client.checkUserId({ path: { userId: id } });
    return false;
  } catch (error) {
    if (isApiError(error, 409)) return true;
    throw error;
  }
}

/** Forgets the login in any case; that the server could not be told is no reason to stay. */
export async function logOut(): Promise<void> {
  await client.logOut().catch(() => {});
}

/** Another tab signed in or out: this one follows. */
export function followOtherTabs(): void {
  addEventListener("storage", async () => {
    const id = await client.signedInAs();
    if (id !== userId.value) location.reload();
  });
}
