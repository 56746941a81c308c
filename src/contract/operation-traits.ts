import type { OperationId } from "./client.ts";
import type { Member } from "./members.ts";

/**
 * What the suite has to know about an operation and openapi.yaml cannot express. An operation without an entry has none of
 * these traits, so that most new operations need no change here.
 */
export interface OperationTraits {
  /** The body, where the example in the spec cannot work: it must name this member, or their password or token. */
  readonly body?: (account: AccountState) => Readonly<Record<string, unknown>>;
  /** Body properties for which only one value is right, and the status that every other valid value gets. */
  readonly credentials?: { readonly fields: readonly string[]; readonly status: number };
  /** A success ends a session or replaces a password: the member cannot be lent to another rule. */
  readonly consumesMember?: true;
  /** The user id in the path must be one that no member has. */
  readonly needsUnusedUserId?: true;
  /** Statuses other than 2xx that a valid request may get because of the current state. */
  readonly conflictStatuses?: readonly number[];
  /** Statuses for which the server has hashed a password, which is slow by design. */
  readonly hashingStatuses?: readonly number[];
  /** Its purpose is to return tokens. */
  readonly returnsTokens?: true;
  /** The status for a post that was deleted, where it differs from the default: 204 for GET, 404 for other methods. */
  readonly deletedPostStatus?: number;
}

/** The account that a request is about. */
export interface AccountState {
  readonly owner: Member;
  /** The current password of the owner. */
  readonly password: string;
  /** An id that no member has yet. */
  readonly unusedId: string;
}

const traits: Readonly<Partial<Record<OperationId, OperationTraits>>> = {
  checkUserId: { needsUnusedUserId: true },
  signUp: {
    body: ({ password, unusedId }) => ({ id: unusedId, password, name: "Ada" }),
    hashingStatuses: [201],
  },
  logIn: {
    body: ({ owner, password }) => ({ id: owner.id, password }),
    credentials: { fields: ["id", "password"], status: 401 },
    hashingStatuses: [200, 401],
    returnsTokens: true,
  },
  refreshToken: {
    body: ({ owner }) => ({ refreshToken: owner.refreshToken }),
    credentials: { fields: ["refreshToken"], status: 401 },
    consumesMember: true,
    returnsTokens: true,
  },
  logOut: {
    body: ({ owner }) => ({ refreshToken: owner.refreshToken }),
    credentials: { fields: ["refreshToken"], status: 403 },
    consumesMember: true,
  },
  changePassword: {
    body: ({ owner, password }) => ({ currentPassword: password, newPassword: `new ${owner.password}` }),
    credentials: { fields: ["currentPassword"], status: 403 },
    consumesMember: true,
    hashingStatuses: [200, 403, 409],
  },
  issueTemporaryPassword: { consumesMember: true, hashingStatuses: [201] },
  changeNickname: { conflictStatuses: [409] },
  changeBio: { conflictStatuses: [409] },
  createComment: { deletedPostStatus: 400 },
};

export function traitsOf(id: OperationId): OperationTraits {
  return traits[id] ?? {};
}
