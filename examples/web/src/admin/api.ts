import { toApiError } from "../../../../src/client/errors.ts";
import { isApiError, localStorageTokens, NetworkError } from "../../../../src/client/index.ts";
import type {
  FoundMembers,
  History,
  Range,
  ServerState,
} from "../../../../src/server/features/backoffice/page-types.ts";
import { client } from "../api.ts";

const tokens = localStorageTokens();

/** Calls an endpoint that only the back office uses and openapi.yaml does not describe. It accepts the API's access tokens. */
async function fetchData<Data>(path: string): Promise<Data> {
  const { accessToken } = (await tokens.get()) ?? {};
  const response = await fetch(`/admin/data/${path}`, { headers: { Authorization: `Bearer ${accessToken}` } }).catch(
    (cause: unknown) => {
      throw new NetworkError("The server cannot be reached", { cause });
    },
  );
  const body = await response.json();
  if (!response.ok) throw toApiError(response, body, new Date());
  return body;
}

/**
 * Refreshes the access token and retries once on 403: the token may have expired, or may have been issued before its
 * member became an admin.
 */
async function withFreshToken<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    if (!isApiError(error, 403) || !(await client.refreshToken())) throw error;
    return request();
  }
}

export const readHistory = (range: Range) => withFreshToken(() => fetchData<History>(`history?range=${range}`));
export const readState = () => withFreshToken(() => fetchData<ServerState>("state"));
export const findMembers = (text: string) =>
  withFreshToken(() => fetchData<FoundMembers>(`members?search=${encodeURIComponent(text)}`));
export const readServerStats = () => withFreshToken(() => client.getServerStats());
export const readServiceStats = () =>
  withFreshToken(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return client.getServiceStats({ query: { timeZone } });
  });
export const issueTemporaryPassword = (userId: string) =>
  withFreshToken(() => client.issueTemporaryPassword({ path: { userId } }));
