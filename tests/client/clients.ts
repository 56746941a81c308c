import { type Client, type ClientOptions, createClient } from "../../src/client/client.ts";
import { uniqueId } from "../../src/contract/members.ts";
import type { Api } from "../support/api.ts";

/** A client that notes what it sends. */
export interface WatchedClient extends Client {
  /** `POST /post` for each request that went out, repeated ones too. */
  readonly sent: string[];
}

export function watchedClient(options: ClientOptions): WatchedClient {
  const sent: string[] = [];
  const { fetch = (request) => globalThis.fetch(request) } = options;
  const client = createClient({
    ...options,
    fetch(request) {
      sent.push(`${request.method} ${new URL(request.url).pathname}`);
      return fetch(request);
    },
  });
  return { ...client, sent };
}

/** A client in which a new member is signed in. */
export async function memberClient(
  { baseUrl }: Pick<Api, "baseUrl">,
  options: Partial<ClientOptions> = {},
): Promise<WatchedClient & { readonly id: string; readonly password: string }> {
  const client = watchedClient({ baseUrl, ...options });
  const id = uniqueId();
  const password = `secret of ${id}`;
  await client.signUp({ body: { id, password, name: "A Member" } });
  await client.logIn({ body: { id, password } });
  client.sent.length = 0;
  return { ...client, id, password };
}
