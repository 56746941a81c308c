import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import type { BrowserContext, Page } from "playwright";
import { uniqueId } from "../../src/contract/members.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { expectedResult } from "./flow-program.ts";
import { installPackage, typeCheck } from "./package.ts";

const pageScript = `
import * as library from "/node_modules/minifb-client/index.js";
import { flow } from "/flow-program.js";
Object.assign(window, { library, flow });
`;

const consumer = await installPackage({ after });
const origin = await servePages(consumer.folder);
const api = await startApi({ env: { CORS_ORIGIN: origin } });

const program = `
import * as library from "minifb-client";
import { flow } from "./flow-program.js";
const [baseUrl, id] = globalThis.Deno ? Deno.args : process.argv.slice(2);
console.log(JSON.stringify(await flow(library, baseUrl, id)));
`;

test("the package runs on Node", async () => {
  const id = uniqueId();
  await writeFile(join(consumer.folder, "node.js"), program);
  const output = await consumer.run(process.execPath, ["node.js", api.baseUrl, id]);
  assert.deepEqual(JSON.parse(output), withoutUndefined(expectedResult(id)));
});

test("the package runs under Deno, allowed nothing but the network", async () => {
  const id = uniqueId();
  await writeFile(join(consumer.folder, "deno.js"), program);
  const deno = join(packageRoot, "node_modules/.bin/deno");
  const host = new URL(api.baseUrl).host;
  const flags = ["--quiet", "--no-prompt", "--no-lock", "--node-modules-dir=manual", `--allow-net=${host}`];
  const output = await consumer.run(deno, ["run", ...flags, "deno.js", api.baseUrl, id]);
  assert.deepEqual(JSON.parse(output), withoutUndefined(expectedResult(id)));
});

test("the package runs on a page of another origin, as it is", async (t) => {
  const page = await openPage(await (await launchBrowser(t)).newContext());
  const id = uniqueId();
  const result = await page.evaluate(({ baseUrl, id }) => window.flow(window.library, baseUrl, id), {
    baseUrl: api.baseUrl,
    id,
  });
  assert.deepEqual(result, expectedResult(id));
});

test("two tabs of a browser share a login, refresh it once, and end it together", async (t) => {
  t.after(() => api.control.setClock(0));
  const browser = await launchBrowser(t);
  const context = await browser.newContext();
  const refreshes = countRefreshes(context);
  const [member] = await api.members(1);
  const [one, two] = [await openClient(await openPage(context)), await openClient(await openPage(context))];
  await one.evaluate((credentials) => window.client.logIn({ body: credentials }), {
    id: member.id,
    password: member.password,
  });
  assert.equal(await two.evaluate(() => window.client.signedInAs()), member.id);

  await api.control.setClock(16 * 60_000);
  const many = (tab: Page) =>
    tab.evaluate(async () => {
      const members = await Promise.all(Array.from({ length: 10 }, () => window.client.getMe()));
      return members.map(({ id }) => id);
    });
  const ids = (await Promise.all([many(one), many(two)])).flat();
  assert.deepEqual(
    ids,
    Array.from({ length: 20 }, () => member.id),
  );
  assert.equal(refreshes.length, 1);

  await one.reload();
  await one.waitForFunction(() => window.flow !== undefined);
  await openClient(one);
  assert.equal(await one.evaluate(() => window.client.signedInAs()), member.id);
  await one.evaluate(() => window.client.logOut());
  await two.evaluate(() => window.client.getMe().catch(() => {}));
  assert.deepEqual(await two.evaluate(() => window.reasons), ["ended"]);
});

test("the package is complete: one module without imports, its types, its licences, the version of the API", async () => {
  const text = await readFile(join(consumer.packageFolder, "index.js"), "utf8");
  assert.doesNotMatch(text, /^import\b|\bimport\(|\brequire\(|["']node:/m);
  const manifest = JSON.parse(await readFile(join(consumer.packageFolder, "package.json"), "utf8"));
  const { info } = JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8"));
  assert.equal(manifest.version, info.version);
  const npm = await consumer.run("npm", ["pack", "--dry-run", "--json", consumer.packageFolder]);
  const files: string[] = JSON.parse(npm)[0].files.map(({ path }: { path: string }) => path);
  for (const wanted of ["index.js", "README.md", "LICENSE", "LICENSE.openapi-fetch", "types/src/client/index.d.ts"]) {
    assert.ok(files.includes(wanted), `${wanted} is not among ${files.join(", ")}`);
  }
  assert.ok(files.every((file) => !file.endsWith(".tsbuildinfo")));
});

const typed = `
import { ApiError, type components, createClient, isApiError, localStorageTokens, type TokenStore } from "minifb-client";

const client = createClient({ baseUrl: "", tokens: localStorageTokens(), onSignedOut: (reason: "logOut" | "ended") => {} });
type Post = components["schemas"]["Post"];

export async function right(signal: AbortSignal): Promise<void> {
  const post: Post = await client.createPost({ body: { content: "Hello" }, signal });
  const content: string | undefined = (await client.getPost({ path: { postId: post.id } }))?.content;
  const liked: 1 | 2 | 3 | 4 | 5 | number | null = post.myReaction;
  for await (const { owner } of client.pages.listPosts({ query: { limit: 50 } })) owner.id.trim();
  for await (const { unreadCount } of client.pages.listNotifications().byPage()) unreadCount.toFixed();
  for await (const { actor } of client.notifications({ signal, lastEventId: 7 })) actor.id.trim();
  await client.getMe();
  await client.readNotifications();
  await client.logOut();
  const error: unknown = undefined;
  if (isApiError(error, 409, 404)) error.hint.trim();
  if (error instanceof ApiError) error.retryAfter?.toFixed();
}

export async function wrong(): Promise<void> {
  // @ts-expect-error The answer may be without a body.
  (await client.getPost({ path: { postId: 14 } })).content;
  // @ts-expect-error A post has a text.
  await client.createPost();
  // @ts-expect-error It is called content.
  await client.createPost({ body: { text: "Hello" } });
  // @ts-expect-error Ids of posts are numbers.
  await client.getPost({ path: { postId: "14" } });
  // @ts-expect-error Nothing can be done about one's own timeline's owner.
  await client.getMyTimeline({ path: { userId: "ada" } });
  // @ts-expect-error There is no such parameter.
  await client.listPosts({ query: { page: 2 } });
  // @ts-expect-error There is no such operation.
  await client.listUsers();
  // @ts-expect-error One post is no list.
  client.pages.getPost({ path: { postId: 14 } });
  // @ts-expect-error The stream is not called like the others.
  await client.streamNotifications();
  // @ts-expect-error It takes its refresh token from the login.
  await client.logOut({ body: { refreshToken: "" } });
  // @ts-expect-error Whoever keeps tokens can forget them.
  const store: TokenStore = { get: () => undefined, set: () => {} };
}
`;

test("its types accept what is right and nothing else, on pages and on Node", async () => {
  await writeFile(join(consumer.folder, "typed.ts"), typed);
  const browser = ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable"];
  assert.equal(await typeCheck(consumer, ["typed.ts"], browser), "");
  const node = [
    "--module",
    "nodenext",
    "--lib",
    "es2022",
    "--typeRoots",
    join(packageRoot, "node_modules/@types"),
    "--types",
    "node",
  ];
  assert.equal(await typeCheck(consumer, ["typed.ts"], [...node, "--skipLibCheck"]), "");
});

/** What the pages have. */
declare const window: {
  library: typeof import("../../src/client/index.ts");
  flow: typeof import("./flow-program.ts").flow;
  client: import("../../src/client/client.ts").Client;
  reasons: string[];
};

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => window.flow !== undefined);
  return page;
}

async function openClient(page: Page): Promise<Page> {
  await page.evaluate((baseUrl) => {
    window.reasons = [];
    const onSignedOut = (reason: string) => window.reasons.push(reason);
    window.client = window.library.createClient({ baseUrl, tokens: window.library.localStorageTokens(), onSignedOut });
  }, api.baseUrl);
  return page;
}

function countRefreshes(context: BrowserContext): string[] {
  const found: string[] = [];
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/auth/refresh")) found.push(request.url());
  });
  return found;
}

/** Serves the project as it is; everything else is a page with the package. */
async function servePages(folder: string): Promise<string> {
  await writeFile(join(folder, "page.js"), pageScript);
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path.endsWith(".js"))
      response.setHeader("Content-Type", "text/javascript").end(await readFile(join(folder, path)));
    else
      response
        .setHeader("Content-Type", "text/html")
        .end('<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return `http://127.0.0.1:${address.port}`;
}

function withoutUndefined(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
