import { type components, createClient, localStorageTokens } from "../../../src/client/index.ts";
import { notifySignedOut } from "./store/sign-out.ts";

type Schemas = components["schemas"];
export type Author = Schemas["Author"];
export type Comment = Schemas["Comment"];
export type Me = Schemas["Me"];
export type Notification = Schemas["Notification"];
export type Post = Schemas["Post"];
export type Reaction = Schemas["Reaction"];
export type User = Schemas["User"];

/** The only client of the API in this frontend. */
export const client = createClient({
  baseUrl: location.origin,
  tokens: localStorageTokens(),
  onSignedOut: notifySignedOut,
});
