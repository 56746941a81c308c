import type { SignOutReason } from "../../../../src/client/index.ts";

type Listener = (reason: SignOutReason) => void;

const listeners: Listener[] = [];

/** What one member saw must be gone before another one logs in, so whatever keeps something of it forgets it here. */
export function onSignedOut(listener: Listener): void {
  listeners.push(listener);
}

export function signOutEnded(reason: SignOutReason): void {
  for (const listener of listeners) listener(reason);
}
