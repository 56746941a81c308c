import type { Client, LooseRequest, OperationId } from "./client.ts";
import type { Context } from "./context.ts";
import { type Member, uniqueId } from "./people.ts";
import { exampleRequest } from "./requests.ts";
import type { Operation } from "./spec.ts";

/** Everything that a proper request to an operation needs to be there: one's own post, a comment, a notification. */
export interface Stage {
  /** Who may send it: the owner of what it names, an admin, or anyone without a token. */
  readonly client: Client;
  /** What it names is theirs. */
  readonly owner: Member;
  /** Somebody to whom nothing of it belongs. */
  readonly stranger: Member;
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

/** Operations that use up an account, so that their members cannot be lent. */
const wearing: readonly OperationId[] = ["changePassword", "issueTemporaryPassword", "logOut", "refreshToken"];

/** @param sender who sends the requests, if not who may */
export async function setStage(context: Context, id: OperationId, sender?: Client): Promise<Stage> {
  const operation = context.spec.operation(id);
  const [stranger] = await context.members(1);
  const [owner] = wearing.includes(id) ? await context.newcomers(1) : await context.members(1);
  const names = new Set(operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name));
  const client = sender ?? (await whoMay(context, operation, owner));
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
    state: () => readState(owner, stranger, path),
  };
}

async function whoMay({ anyone, admin }: Context, { secured, permission }: Operation, owner: Member): Promise<Client> {
  if (!secured) return anyone;
  return permission === "admin" ? admin() : owner;
}

/** A deletion leaves nothing that could be deleted again. */
function consumed({ method, id }: Operation): boolean {
  return method === "DELETE" || id === "checkUserId";
}

/** Makes what the path names: the owner's post, comment, reaction and notification. */
async function things(
  id: OperationId,
  names: ReadonlySet<string>,
  owner: Member,
  stranger: Member,
): Promise<Record<string, string | number>> {
  if (names.has("userId")) return { userId: id === "checkUserId" ? uniqueId() : owner.id };
  if (names.size === 0) return {};
  const { body: post } = await owner.call("createPost", 201, { body: { content: "A post" } });
  const path = { postId: post.id };
  if (names.has("notificationId")) {
    await stranger.call("createComment", 201, { path, body: { content: "A comment" } });
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
function withBody({ id, body }: Operation, owner: Member, { password, newId }: Changing): LooseRequest {
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

/** Everything that two members can see of what is theirs, as JSON. */
async function readState(
  owner: Member,
  stranger: Member,
  { postId }: Readonly<Record<string, string | number>>,
): Promise<string> {
  const query = { limit: 100 };
  const texts: string[] = [];
  for (const member of [owner, stranger]) {
    texts.push((await member.attempt("getMe")).text);
    texts.push((await member.attempt("getMyTimeline", { query })).text);
    texts.push((await member.attempt("listNotifications", { query })).text);
  }
  if (typeof postId === "number") {
    texts.push((await owner.attempt("listComments", { path: { postId }, query })).text);
    texts.push((await owner.attempt("listPostReactions", { path: { postId }, query })).text);
  }
  return texts.join("\n");
}
