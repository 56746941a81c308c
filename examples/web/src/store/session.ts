import { batch, signal } from "@preact/signals";
import { isApiError } from "../../../../src/client/index.ts";
import { demoLogin } from "../../../../src/demo/login.ts";
import { client, type Me } from "../api.ts";
import { onSignedOut } from "./sign-out.ts";

/** Id of the logged-in member; undefined for a guest. */
export const userId = signal<string | undefined>(undefined);
/** The account of the logged-in member; undefined until loaded. */
export const me = signal<Me | undefined>(undefined);
/** Whether the login used a temporary password. */
export const mustChangePassword = signal(false);
/** Whether the login ended without a logout. */
export const hasSessionEnded = signal(false);

onSignedOut((reason) => {
  userId.value = undefined;
  me.value = undefined;
  mustChangePassword.value = false;
  hasSessionEnded.value = reason === "ended";
});

/** Restores the login from `localStorage`. */
export async function restoreSession(): Promise<void> {
  userId.value = await client.signedInAs();
}

/** Loads the account. @throws ApiError, NetworkError */
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
    hasSessionEnded.value = false;
    mustChangePassword.value = tokens.mustChangePassword;
    userId.value = id;
  });
}

/** @returns false if the database has no demo data @throws ApiError, NetworkError */
export async function logInToDemo(): Promise<boolean> {
  try {
    await logIn(demoLogin.id, demoLogin.password);
    return true;
  } catch (error) {
    if (isApiError(error, 401)) return false;
    throw error;
  }
}

/** Whether an id is taken. @throws ApiError, NetworkError */
export async function isIdTaken(id: string): Promise<boolean> {
  try {
    await client.checkUserId({ path: { userId: id } });
    return false;
  } catch (error) {
    if (isApiError(error, 409)) return true;
    throw error;
  }
}

/** Deletes the tokens even if the request fails. */
export async function logOut(): Promise<void> {
  await client.logOut().catch(() => {});
}

/** Reloads the page when another tab logs in or out. */
export function syncWithOtherTabs(): void {
  addEventListener("storage", async () => {
    const id = await client.signedInAs();
    if (id !== userId.value) location.reload();
  });
}
