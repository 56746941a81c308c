import type { SignOutReason } from "../../../../src/client/index.ts";

type Listener = (reason: SignOutReason) => void;

const listeners: Listener[] = [];

/** Every store clears its data here, so that the next member sees nothing of the previous one. */
export function onSignedOut(listener: Listener): void {
  listeners.push(listener);
}

export function notifySignedOut(reason: SignOutReason): void {
  for (const listener of listeners) listener(reason);
}
