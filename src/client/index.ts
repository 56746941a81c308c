// biome-ignore-all lint/performance/noBarrelFile: this is the entry of the npm package
export type { CallOptions, Operations } from "../../generated/client.ts";
export type { components } from "../../generated/schema.ts";
export type { Client, ClientOptions } from "./client.ts";
export { createClient } from "./client.ts";
export { ApiError, isApiError, NetworkError } from "./errors.ts";
export type { LocalStorageOptions } from "./local-storage.ts";
export { localStorageTokens } from "./local-storage.ts";
export type { NotificationsOptions } from "./notifications.ts";
export type { AnyPage, PagedCalls, Pages } from "./pages.ts";
export type { RetryOptions } from "./retry.ts";
export type { SignOutReason } from "./session.ts";
export type { SessionTokens, TokenStore } from "./token-store.ts";
export { memoryTokens } from "./token-store.ts";
