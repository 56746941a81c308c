import { assertAccepted } from "./assertions.ts";
import type { OperationId } from "./client.ts";
import type { Member } from "./members.ts";
import type { ListId } from "./pages.ts";
import { exampleRequest, operationIds } from "./requests.ts";
import type { Spec } from "./spec.ts";

type Path = Readonly<Record<string, string | number>>;

export interface ListFixture {
  /** Each item takes another member, so that a long list is expensive to make. */
  readonly needsMemberPerItem?: true;
  /**
   * Makes `count` items that the owner sees in the list.
   * @param guests other members; `count - 1` of them where each item takes another member
   * @returns the path parameters of the list
   */
  fill(owner: Member, guests: readonly Member[], count: number): Promise<Path>;
}

/** Lists that the default cannot fill. */
const fixtures: Readonly<Partial<Record<ListId, ListFixture>>> = {
  getTimeline: {
    async fill(owner, _guests, count) {
      await createPosts(owner, count);
      return { userId: owner.id };
    },
  },
  listComments: { fill: createComments },
  listPostReactions: {
    needsMemberPerItem: true,
    async fill(owner, guests, count) {
      const [postId = 0] = await createPosts(owner, 1);
      for (const member of [owner, ...guests].slice(0, count)) {
        await member.call("reactToPost", 201, { path: { postId }, body: { type: 1 } });
      }
      return { postId };
    },
  },
  listNotifications: {
    async fill(owner, guests, count) {
      await createComments(owner, guests, count);
      return {};
    },
  },
};

/** The operations that return a page: those with a `cursor` parameter. */
export function listIds(spec: Spec): readonly ListId[] {
  const isList = (id: OperationId): id is ListId => spec.operation(id).parameters.some(({ name }) => name === "cursor");
  return operationIds(spec).filter(isList);
}

export function listFixture(spec: Spec, id: ListId): ListFixture {
  return fixtures[id] ?? { fill: (owner, _guests, count) => fillByDefault(spec, id, owner, count) };
}

/**
 * Creates posts, and sends each of them to the operations of the list's tag that create something for a post:
 * `POST /post/{postId}/bookmark` for the list `GET /bookmark`.
 */
async function fillByDefault(spec: Spec, id: ListId, owner: Member, count: number): Promise<Path> {
  const { tag, path } = spec.operation(id);
  if (path.includes("{")) throw new Error(`Add ${id} to src/contract/list-fixtures.ts: its path needs ${path}`);
  const creators = operationIds(spec).filter((operationId) => {
    const operation = spec.operation(operationId);
    return (
      operation.tag === tag && operation.method === "POST" && operation.path.match(/\{\w+\}/g)?.join() === "{postId}"
    );
  });
  for (const postId of await createPosts(owner, count)) {
    for (const creator of creators) {
      const request = { ...exampleRequest(spec.operation(creator)), path: { postId } };
      assertAccepted(creator, "a valid request", await owner.attempt(creator, request));
    }
  }
  return {};
}

export async function createPosts(owner: Member, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) {
    ids.push((await owner.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
  }
  return ids;
}

async function createComments(owner: Member, [guest]: readonly Member[], count: number): Promise<Path> {
  const [postId = 0] = await createPosts(owner, 1);
  for (let i = 0; i < count; i++) {
    await guest?.call("createComment", 201, { path: { postId }, body: { content: `Comment ${i}` } });
  }
  return { postId };
}
