/*
 * What a program that uses the package does. It imports nothing but types, so that it runs wherever the package is given
 * to it: in Node, in Deno and on a page.
 */
type Library = typeof import("../../src/client/index.ts");

export interface FlowResult {
  readonly signedInAs: string | undefined;
  readonly contents: readonly string[];
  readonly absent: string;
  readonly refusal: string;
  /** Who commented, as the stream tells. */
  readonly actor: string | undefined;
  readonly afterwards: string | undefined;
}

/** A member's visit: everything that a client does at least once. */
export async function flow(
  { createClient, isApiError }: Pick<Library, "createClient" | "isApiError">,
  baseUrl: string,
  id: string,
): Promise<FlowResult> {
  const password = "an engine of cogs";
  async function join(member: string) {
    const joined = createClient({ baseUrl });
    await joined.signUp({ body: { id: member, password, name: "Ada Lovelace" } });
    await joined.logIn({ body: { id: member, password } });
    return joined;
  }
  const [client, other] = [await join(id), await join(`${id}.other`)];
  const signedInAs = await client.signedInAs();
  for (const content of ["one", "two", "drei 🎉"]) await client.createPost({ body: { content } });
  const contents: string[] = [];
  for await (const post of client.pages.getMyTimeline({ query: { limit: 2 } })) contents.push(post.content);
  const absent = String(await client.getPost({ path: { postId: 9_007_199_254_740_991 } }));
  const refusal = await client
    .signUp({ body: { id, password, name: "Eve" } })
    .then(String, (error: unknown) => (isApiError(error, 409) ? error.hint : String(error)));
  const [newest] = (await client.getMyTimeline()).items;
  if (newest) await other.createComment({ path: { postId: newest.id }, body: { content: "Well done" } });
  let actor: string | undefined;
  for await (const notification of client.notifications({ lastEventId: 0 })) {
    actor = notification.actor.id;
    break;
  }
  await client.refreshToken();
  await client.getMe();
  await client.logOut();
  return { signedInAs, contents, absent, refusal, actor, afterwards: await client.signedInAs() };
}

export function expectedResult(id: string): FlowResult {
  return {
    signedInAs: id,
    contents: ["drei 🎉", "two", "one"],
    absent: "undefined",
    refusal: `The id '${id}' is taken`,
    actor: `${id}.other`,
    afterwards: undefined,
  };
}
