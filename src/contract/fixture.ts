import { assertAccepted } from "./assertions.ts";
import type { ContractClient, LooseRequest, OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import { type Member, uniqueId } from "./members.ts";
import { traitsOf } from "./operation-traits.ts";
import { exampleRequest, operationIds } from "./requests.ts";
import type { Spec, SpecOperation } from "./spec.ts";
import type { ReceivedAnswer } from "./wire.ts";

/** The resources that a valid request to an operation needs: a post, a comment or a notification of the owner. */
export interface RequestFixture {
  /** A client that may send the request: the owner of the resources, an admin, or one without a token. */
  readonly client: ContractClient;
  /** The owner of the resources. */
  readonly owner: Member;
  /** A member who owns none of the resources; lent at the first call. */
  stranger(): Promise<Member>;
  /** A valid request. Resources that an earlier request has consumed are made again. */
  request(): Promise<LooseRequest>;
  /** Must be called after a request that succeeded, because it may change what the next one has to contain. */
  onSuccess(request: LooseRequest): void;
  /** Everything readable that the operation could change, as text, for a comparison. */
  state(): Promise<string>;
}

export interface FixtureOptions {
  /** Sends the requests instead of the client that may. */
  readonly sender?: ContractClient;
  /** Whether the requests are meant to succeed; false by default. */
  readonly succeeds?: boolean;
}

export async function createRequestFixture(
  context: RuleContext,
  id: OperationId,
  { sender, succeeds = false }: FixtureOptions = {},
): Promise<RequestFixture> {
  const operation = context.spec.operation(id);
  const traits = traitsOf(id);
  const [owner] = succeeds && traits.consumesMember ? await context.newMembers(1) : await context.members(1);
  let lentStranger: Member | undefined;
  const stranger = async () => {
    lentStranger ??= (await context.members(1))[0];
    return lentStranger;
  };
  const names = new Set(operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name));
  const client = sender ?? (await permittedClient(context, operation, owner));
  const makeResources = () => createResources(context.spec, id, names, owner, stranger);
  let path = await makeResources();
  // A second DELETE of the same resource would not find it.
  const isConsumed = operation.method === "DELETE" || traits.needsUnusedUserId;
  let isUsed = false;
  let { password } = owner;
  let unusedId = uniqueId();

  return {
    client,
    owner,
    stranger,
    async request() {
      if (isUsed && isConsumed) path = await makeResources();
      isUsed = true;
      return {
        ...exampleRequest(operation),
        ...(traits.body ? { body: traits.body({ owner, password, unusedId }) } : {}),
        ...(names.size > 0 ? { path } : {}),
      };
    },
    onSuccess({ body }) {
      const { newPassword } = Object(body);
      if (typeof newPassword === "string") password = newPassword;
      unusedId = uniqueId();
    },
    state: () => readState(context.spec, operation, owner, lentStranger, path),
  };
}

/** A client that may call an operation, by its `x-permission`. */
export async function permittedClient(
  { anyone, admin }: RuleContext,
  { secured, permission }: SpecOperation,
  owner: Member,
): Promise<ContractClient> {
  if (!secured) return anyone;
  return permission === "admin" ? admin() : owner;
}

const knownNames = ["userId", "postId", "commentId", "notificationId"];

/** Makes what the path names: the owner's post, comment, reaction and notification. */
async function createResources(
  spec: Spec,
  id: OperationId,
  names: ReadonlySet<string>,
  owner: Member,
  stranger: () => Promise<Member>,
): Promise<Record<string, string | number>> {
  const unknown = [...names].find((name) => !knownNames.includes(name));
  if (unknown !== undefined) throw new Error(`Teach createResources in src/contract/fixture.ts to make a {${unknown}}`);
  if (names.has("userId")) return { userId: traitsOf(id).needsUnusedUserId ? uniqueId() : owner.id };
  if (names.size === 0) return {};
  const { body: post } = await owner.call("createPost", 201, { body: { content: "A post" } });
  const path = { postId: post.id };
  if (names.has("notificationId")) {
    const guest = await stranger();
    await guest.call("createComment", 201, { path, body: { content: "A comment" } });
    const { body: page } = await owner.call("listNotifications", 200, { query: { limit: 1 } });
    return { notificationId: page.items[0]?.id ?? 0 };
  }
  const comment = names.has("commentId")
    ? await owner.call("createComment", 201, { path, body: { content: "A comment" } })
    : undefined;
  const resources = comment ? { ...path, commentId: comment.body.id } : path;
  const creator = creatorOf(spec, spec.operation(id));
  if (creator) {
    const request = { ...exampleRequest(spec.operation(creator)), path: resources };
    assertAccepted(creator, "a valid request", await owner.attempt(creator, request));
  }
  return resources;
}

/**
 * The operation that makes what a DELETE removes, where both have the same path: `POST /post/{postId}/reaction` for
 * `DELETE /post/{postId}/reaction`. Such a DELETE only knows what the caller made.
 */
export function creatorOf(spec: Spec, { method, path }: SpecOperation): OperationId | undefined {
  if (method !== "DELETE") return undefined;
  return operationIds(spec).find((id) => {
    const operation = spec.operation(id);
    return operation.method === "POST" && operation.path === path;
  });
}

/** What the fixture's members can see of what the operation might change, as JSON. */
async function readState(
  spec: Spec,
  { tag }: SpecOperation,
  owner: Member,
  stranger: Member | undefined,
  { postId }: Readonly<Record<string, string | number>>,
): Promise<string> {
  const query = { limit: 100 };
  const answers: ReceivedAnswer[] = [];
  for (const id of operationIds(spec).filter((operationId) => showsOwnData(spec.operation(operationId), tag))) {
    const isList = spec.operation(id).parameters.some(({ name }) => name === "limit");
    answers.push(await owner.attempt(id, isList ? { query } : {}));
  }
  if (typeof postId === "number") answers.push(await owner.attempt("listComments", { path: { postId }, query }));
  // The owner gets a notification where the stranger managed to write.
  if (stranger) {
    answers.push(
      await stranger.attempt("getMyTimeline", { query }),
      await owner.attempt("listNotifications", { query }),
    );
  }
  return answers.map(({ text }) => text).join("\n");
}

/** Whether it shows the caller's own data: the account and the posts always, the rest only for operations of the same tag. */
function showsOwnData(operation: SpecOperation, tag: string): boolean {
  const { id, method, path, permission, answers } = operation;
  const isRead = method === "GET" && permission === "owner" && !path.includes("{");
  const isJson = answers.get(200)?.content.has("application/json") ?? false;
  return isRead && isJson && (operation.tag === tag || id === "getMe" || id === "getMyTimeline");
}
