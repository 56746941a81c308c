import type { ContractClient, LooseRequest, OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import { type Member, uniqueId } from "./members.ts";
import { exampleRequest } from "./requests.ts";
import type { SpecOperation } from "./spec.ts";

/** Everything that a proper request to an operation needs to be there: one's own post, a comment, a notification. */
export interface Fixture {
  /** Who may send it: the owner of what it names, an admin, or anyone without a token. */
  readonly client: ContractClient;
  /** What it names is theirs. */
  readonly owner: Member;
  /** Somebody to whom nothing of it belongs; lent when asked for. */
  stranger(): Promise<Member>;
  /** A proper request that has not been sent before, what it uses up made anew. */
  request(): Promise<LooseRequest>;
  /** Is told of a request that succeeded, which may have changed what a next one must say. */
  succeeded(request: LooseRequest): void;
  /** What can be read of everything that the operation might change, to be compared. */
  state(): Promise<string>;
}

/** Operations that are refused for what only one value is right for, and how: by the right status, but never as a bad request. */
export const credentials: Partial<
  Record<OperationId, { readonly fields: readonly string[]; readonly status: number }>
> = {
  logIn: { fields: ["id", "password"], status: 401 },
  refreshToken: { fields: ["refreshToken"], status: 401 },
  logOut: { fields: ["refreshToken"], status: 403 },
  changePassword: { fields: ["currentPassword"], status: 403 },
};

/** Operations that use up an account, so that a member for whom they succeed cannot be lent to another rule. */
const wearing: readonly OperationId[] = ["changePassword", "issueTemporaryPassword", "logOut", "refreshToken"];

export interface FixtureOptions {
  /** Who sends the requests, if not who may. */
  readonly sender?: ContractClient;
  /** Whether requests will succeed; those of most rules are refused. */
  readonly succeeds?: boolean;
}

export async function createFixture(
  context: RuleContext,
  id: OperationId,
  { sender, succeeds = false }: FixtureOptions = {},
): Promise<Fixture> {
  const operation = context.spec.operation(id);
  const [owner] = succeeds && wearing.includes(id) ? await context.newcomers(1) : await context.members(1);
  let lent: Member | undefined;
  const stranger = async () => {
    lent ??= (await context.members(1))[0];
    return lent;
  };
  const names = new Set(operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name));
  const client = sender ?? (await callersAllowedTo(context, operation, owner));
  let path = await things(id, names, owner, stranger);
  const uses = consumed(operation);
  let isUsed = false;
  let { password } = owner;
  let newId = uniqueId();

  return {
    client,
    owner,
    stranger,
    async request() {
      if (isUsed && uses) path = await things(id, names, owner, stranger);
      isUsed = true;
      return {
        ...exampleRequest(operation),
        ...withBody(operation, owner, { password, newId }),
        ...(names.size > 0 ? { path } : {}),
      };
    },
    succeeded({ body }) {
      if (id === "changePassword") password = String(Object(body).newPassword);
      newId = uniqueId();
    },
    state: () => readState(operation, owner, lent, path),
  };
}

/** Who may call an operation, as far as its permission tells; what is an owner's, `owner` owns. */
export async function callersAllowedTo(
  { anyone, admin }: RuleContext,
  { secured, permission }: SpecOperation,
  owner: Member,
): Promise<ContractClient> {
  if (!secured) return anyone;
  return permission === "admin" ? admin() : owner;
}

/** A deletion leaves nothing that could be deleted again. */
function consumed({ method, id }: SpecOperation): boolean {
  return method === "DELETE" || id === "checkUserId";
}

/** Makes what the path names: the owner's post, comment, reaction and notification. */
async function things(
  id: OperationId,
  names: ReadonlySet<string>,
  owner: Member,
  stranger: () => Promise<Member>,
): Promise<Record<string, string | number>> {
  if (names.has("userId")) return { userId: id === "checkUserId" ? uniqueId() : owner.id };
  if (names.size === 0) return {};
  const { body: post } = await owner.call("createPost", 201, { body: { content: "A post" } });
  const path = { postId: post.id };
  if (names.has("notificationId")) {
    const guest = await stranger();
    await guest.call("createComment", 201, { path, body: { content: "A comment" } });
    const { body: page } = await owner.call("listNotifications", 200, { query: { limit: 1 } });
    return { notificationId: page.items[0]?.id ?? 0 };
  }
  if (!names.has("commentId")) {
    if (id === "unreactToPost") await owner.call("reactToPost", 201, { path, body: { type: 1 } });
    return path;
  }
  const { body: comment } = await owner.call("createComment", 201, { path, body: { content: "A comment" } });
  const commentPath = { ...path, commentId: comment.id };
  if (id === "unreactToComment") await owner.call("reactToComment", 201, { path: commentPath, body: { type: 1 } });
  return commentPath;
}

interface Changing {
  readonly password: string;
  /** An id that nobody has yet. */
  readonly newId: string;
}

/** What the spec's example of a body cannot know. */
function withBody({ id, body }: SpecOperation, owner: Member, { password, newId }: Changing): LooseRequest {
  if (!body) return {};
  const own: Record<string, unknown> = {
    signUp: { id: newId, password, name: "Ada" },
    logIn: { id: owner.id, password },
    refreshToken: { refreshToken: owner.refreshToken },
    logOut: { refreshToken: owner.refreshToken },
    changePassword: { currentPassword: password, newPassword: `new ${owner.password}` },
  };
  return Object.hasOwn(own, id) ? { body: own[id] } : {};
}

/** What its members can see of what the operation might change, as JSON. */
async function readState(
  { tag }: SpecOperation,
  owner: Member,
  stranger: Member | undefined,
  { postId }: Readonly<Record<string, string | number>>,
): Promise<string> {
  const query = { limit: 100 };
  const answers = [await owner.attempt("getMe"), await owner.attempt("getMyTimeline", { query })];
  if (tag === "Notification") answers.push(await owner.attempt("listNotifications", { query }));
  if (typeof postId === "number") answers.push(await owner.attempt("listComments", { path: { postId }, query }));
  // Of what a stranger wrote to, the owner would be told.
  if (stranger) {
    answers.push(
      await stranger.attempt("getMyTimeline", { query }),
      await owner.attempt("listNotifications", { query }),
    );
  }
  return answers.map(({ text }) => text).join("\n");
}
