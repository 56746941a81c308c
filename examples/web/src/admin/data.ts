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

/** What no operation of the API tells, the server tells this page alone, by the same tokens. */
async function read<Data>(path: string): Promise<Data> {
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

/** An access token ends after some minutes; and one who became an admin meanwhile has a token that does not say so. */
async function withRights<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isApiError(error, 403) || !(await client.refreshToken())) throw error;
    return work();
  }
}

export const readHistory = (range: Range) => withRights(() => read<History>(`history?range=${range}`));
export const readState = () => withRights(() => read<ServerState>("state"));
export const findMembers = (text: string) =>
  withRights(() => read<FoundMembers>(`members?search=${encodeURIComponent(text)}`));
export const readServerStats = () => withRights(() => client.getServerStats());
export const readServiceStats = () =>
  withRights(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return client.getServiceStats({ query: { timeZone } });
  });
export const issueTemporaryPassword = (userId: string) =>
  withRights(() => client.issueTemporaryPassword({ path: { userId } }));
