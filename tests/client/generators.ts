import { join } from "node:path";
import { packageRoot } from "../../src/util/package-root.ts";

/** A code generator that somebody else wrote, and a program that uses the client which it makes of the document. */
export interface Generator {
  readonly name: string;
  /** The arguments of Node. */
  command(document: string): readonly string[];
  /** Exports `flow(baseUrl, id, absent)`, whose result is a `GeneratedFlowResult`. */
  readonly program: string;
}

/** What each program does: sign up, log in, post, list, read what is not there (204), sign up again (409). */
export interface GeneratedFlowResult {
  readonly name: string;
  readonly content: string;
  readonly newest: number;
  readonly absent: unknown;
  readonly conflict: { readonly status: number; readonly hint: string };
}

const modules = join(packageRoot, "node_modules");
const credentials = 'const body = { id, password: "an engine of cogs" };';

export const generators: readonly Generator[] = [
  {
    name: "@hey-api/openapi-ts",
    command: (document) => [
      join(modules, "@hey-api/openapi-ts/bin/run.js"),
      "-i",
      document,
      "-o",
      "client",
      "--silent",
    ],
    program: `
import { createPost, getPost, listPosts, logIn, signUp } from "./client";
import { client } from "./client/client.gen";

export async function flow(baseUrl: string, id: string, absent: number) {
  ${credentials}
  client.setConfig({ baseUrl });
  const { data: user } = await signUp({ body: { ...body, name: "Ada Lovelace" }, throwOnError: true });
  const { data: tokens } = await logIn({ body, throwOnError: true });
  client.setConfig({ auth: tokens.accessToken });
  const { data: post } = await createPost({ body: { content: "Hello" }, throwOnError: true });
  const { data: page } = await listPosts({ query: { limit: 1 }, throwOnError: true });
  const none = await getPost({ path: { postId: absent }, throwOnError: true });
  const { error, response } = await signUp({ body: { ...body, name: "Eve" } });
  return {
    name: user.name,
    content: post.content,
    newest: page?.items[0]?.id === post.id ? 1 : 0,
    absent: none.response.status,
    conflict: { status: response?.status ?? 0, hint: error?.hint ?? "" },
  };
}
`,
  },
  {
    name: "openapi-typescript-codegen",
    command: (document) => [
      join(modules, "openapi-typescript-codegen/bin/index.js"),
      ...["--input", document, "--output", "client", "--client", "fetch", "--useOptions"],
    ],
    program: `
import { AccountService, ApiError, OpenAPI, PostService } from "./client";

export async function flow(baseUrl: string, id: string, absent: number) {
  ${credentials}
  OpenAPI.BASE = baseUrl;
  const user = await AccountService.signUp({ requestBody: { ...body, name: "Ada Lovelace" } });
  OpenAPI.TOKEN = (await AccountService.logIn({ requestBody: body })).accessToken;
  const post = await PostService.createPost({ requestBody: { content: "Hello" } });
  const page = await PostService.listPosts({ limit: 1 });
  const none = await PostService.getPost({ postId: absent });
  const refusal = AccountService.signUp({ requestBody: { ...body, name: "Eve" } });
  const error: unknown = await refusal.catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw error;
  return {
    name: user.name,
    content: post.content,
    newest: page.items[0]?.id === post.id ? 1 : 0,
    absent: none === undefined ? 204 : 200,
    conflict: { status: error.status, hint: error.body.hint },
  };
}
`,
  },
  {
    name: "oazapfts",
    command: (document) => [join(modules, "oazapfts/dist/cli.js"), document, "client.ts"],
    program: `
import { createPost, defaults, getPost, listPosts, logIn, signUp } from "./client";

export async function flow(baseUrl: string, id: string, absent: number) {
  ${credentials}
  defaults.baseUrl = baseUrl;
  const user = await signUp({ ...body, name: "Ada Lovelace" });
  const tokens = await logIn(body);
  if (user.status !== 201 || tokens.status !== 200) throw new Error("No login");
  defaults.headers = { Authorization: \`Bearer \${tokens.data.accessToken}\` };
  const post = await createPost({ content: "Hello" });
  const page = await listPosts({ limit: 1 });
  if (post.status !== 201 || page.status !== 200) throw new Error("No post");
  const none = await getPost(absent);
  const refused = await signUp({ ...body, name: "Eve" });
  if (refused.status !== 409) throw new Error("No conflict");
  return {
    name: user.data.name,
    content: post.data.content,
    newest: page.data.items[0]?.id === post.data.id ? 1 : 0,
    absent: none.status,
    conflict: { status: refused.status, hint: refused.data.hint },
  };
}
`,
  },
];
