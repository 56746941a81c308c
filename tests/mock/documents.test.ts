import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import { loadRoutes } from "../../src/codegen/routes.ts";
import { mockAnswers } from "../../src/mock/answers.ts";
import { servedOperations } from "../../src/mock/served-operations.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { fixturePath } from "../codegen/fixtures.ts";
import { startMock } from "./mock.ts";

const shelf = join(packageRoot, "tests/mock/shelf.yaml");

/** A client of the shelf: status, body, and the headers where they matter. */
async function openShelf(t: TestContext) {
  const { url, warnings } = await startMock(t, shelf);
  const ask = async (line: string, headers: Readonly<Record<string, string>> = {}, body?: unknown) => {
    const [method = "", path = ""] = line.split(" ");
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: "Bearer x", "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  return { ask, warnings };
}

for (const name of ["pets", "library", "files", "legacy", "shop"] as const) {
  test(`every documented answer of the document "${name}" can be made, and is valid`, async () => {
    const loaded = await loadRoutes(fixturePath(name));
    const { document, routes } = servedOperations(loaded.document, loaded.routes);
    assert.ok(routes.length > 0);
    const answers = mockAnswers(document, pino({ level: "silent" }));
    for (const { operationId } of routes) {
      for (const status of answers.statuses(operationId)) {
        const answer = answers.example(operationId, status);
        assert.ok(answer, `${operationId} ${status}`);
        assert.equal(answers.brokenRule(operationId, answer), undefined, `${operationId} ${status}`);
      }
    }
  });
}

test("another document's resources are listed, added, read and changed by its own names", async (t) => {
  const { ask } = await openShelf(t);
  const titles = (books: readonly { readonly title: string }[]) => books.map(({ title }) => title);
  assert.deepEqual(titles((await ask("GET /books")).body), ["Frankenstein", "Flatland"]);
  assert.deepEqual(titles((await ask("GET /books?offset=2")).body), ["Erewhon"]);
  assert.deepEqual(titles((await ask("GET /books?lent=true")).body), ["Flatland"]);
  const book = { isbn: "9780140430202", title: "Utopia" };
  assert.equal((await ask("POST /books", {}, book)).status, 201);
  assert.equal((await ask("GET /books/9780140430202")).body.title, "Utopia");
  assert.equal((await ask("PUT /books/9780140430202", {}, { ...book, title: "More" })).body.title, "More");
  assert.deepEqual(titles((await ask("GET /books?limit=9")).body), ["Frankenstein", "Flatland", "Erewhon", "More"]);
});

test("one of several examples can be asked for by its name", async (t) => {
  const { ask } = await openShelf(t);
  const none = await ask("GET /books", { prefer: 'respond-async, example="none"; x=1' });
  assert.deepEqual([none.body, none.headers.get("preference-applied")], [[], "example=none"]);
  const both = await ask("GET /books", { prefer: "code=200, example=none" });
  assert.deepEqual([both.body, both.headers.get("preference-applied")], [[], "code=200, example=none"]);
  const range = await ask("GET /books", { prefer: "code=503" });
  assert.deepEqual([range.status, range.body], [503, { code: 7 }]);
});

test("refusals are told in the document's own words, by the statuses that it has", async (t) => {
  const { ask } = await openShelf(t);
  const unknown = await ask("GET /books/9999999999999");
  assert.deepEqual([unknown.status, unknown.body], [404, { code: 7 }]);
  assert.match(unknown.headers.get("content-type") ?? "", /^application\/vnd\.fault\+json/);
  assert.equal((await ask("GET /books/9999999999999", { authorization: "" })).status, 401);
  assert.equal((await ask("GET /books/short")).status, 422);
  assert.deepEqual((await ask("POST /books", {}, { title: "No ISBN" })).body, { code: 7 });
});

test("where there is no example, the schema is the example; a key is not asked for", async (t) => {
  const { ask, warnings } = await openShelf(t);
  const { status, body } = await ask("GET /tickets", { authorization: "" });
  assert.equal(status, 200);
  assert.equal(body.length, 2);
  for (const ticket of body) assert.match(ticket, /^[A-Z]{3}-\d{2}$/);
  assert.deepEqual(warnings, ["Not served: getCover: its answer 200 is image/png"]);
  assert.equal((await ask("GET /openapi.json")).body.info.title, "Shelf");
});
