// biome-ignore-all lint/performance/noBarrelFile: whoever installs the package imports everything by its one name
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
