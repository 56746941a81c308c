import { signal } from "@preact/signals";
import type { Notification } from "../api.ts";

/** A message that disappears by itself: a new notification, a confirmation, or an error of an optimistic update. */
export interface Toast {
  readonly key: number;
  readonly content: Notification | { readonly error: unknown } | { readonly text: string };
}

export const toasts = signal<readonly Toast[]>([]);

const toastMs = 8000;
let lastKey = 0;

export function showToast(content: Toast["content"]): void {
  const key = ++lastKey;
  toasts.value = [...toasts.value.slice(-2), { key, content }];
  setTimeout(() => dismissToast(key), toastMs);
}

export function dismissToast(key: number): void {
  toasts.value = toasts.value.filter((other) => other.key !== key);
}

/** For errors of optimistic updates. */
export function showErrorToast(error: unknown): void {
  showToast({ error });
}
