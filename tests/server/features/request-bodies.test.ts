import assert from "node:assert/strict";
import { packagedSpec } from "../../../src/contract/load-spec.ts";
import { exampleRequest } from "../../../src/contract/requests.ts";
import { objectAt } from "../../../src/openapi/json.ts";
import { resolve } from "../../../src/openapi/pointer.ts";
import { testOnEach } from "../database/databases.ts";
import { document } from "../serializers.ts";
import { addContent, content, contentHandlers } from "./content.ts";

const caller = { id: content.userId, isAdmin: false, sessionId: "1", expires: 2e9, requestLine: "POST /" };

testOnEach("each handler reads every property of its request body", async (database) => {
  await addContent(database);
  const handlers: object = contentHandlers(database);
  const { operations } = await packagedSpec();
  const unread: string[] = [];
  let count = 0;
  for (const operation of operations) {
    const handler: unknown = Reflect.get(handlers, operation.id);
    const { path = {}, body } = exampleRequest(operation);
    if (typeof handler !== "function" || typeof body !== "object" || body === null) continue;
    count++;
    const read = new Set<string>();
    const recorded = new Proxy(body, {
      get(target, name) {
        read.add(String(name));
        return Reflect.get(target, name);
      },
    });
    const ids = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, Number(value)]));
    const { status } = await handler({ path: ids, query: {}, header: {}, body: recorded }, caller);
    assert.match(String(status), /^20[01]$/, operation.id);
    const media = `${operation.pointer}/requestBody/content/application~1json/schema`;
    const properties = Object.keys(objectAt(resolve(document, { $ref: media }), "properties"));
    unread.push(...properties.filter((name) => !read.has(name)).map((name) => `${operation.id}: ${name}`));
  }
  assert.deepEqual(unread, []);
  assert.equal(count, 7);
});
