import assert from "node:assert/strict";
import { pino } from "pino";
import { routes } from "../../../../generated/operations.ts";
import { packagedSpec } from "../../../../src/contract/load-spec.ts";
import { exampleRequest } from "../../../../src/contract/requests.ts";
import type { SpecOperation } from "../../../../src/contract/spec.ts";
import { isObject, type Json, objectAt } from "../../../../src/openapi/json.ts";
import { resolve } from "../../../../src/openapi/pointer.ts";
import type { Database } from "../../../../src/server/database/database.ts";
import { listen } from "../../../../src/server/http/listener.ts";
import { observe } from "../../../../src/server/http/logging/request-log.ts";
import { createDispatcher } from "../../../../src/server/http/pipeline/dispatcher.ts";
import { createExpress } from "../../../../src/server/http/pipeline/express.ts";
import { errorAnswers } from "../../../../src/server/http/response/errors.ts";
import { createEventStreams } from "../../../../src/server/http/sse/event-streams.ts";
import { createCursors } from "../../../../src/server/pagination/cursors.ts";
import { createPages, type Pages } from "../../../../src/server/pagination/pages.ts";
import { testOnEach } from "../../database/databases.ts";
import { addContent, content, contentHandlers } from "../../features/content.ts";
import { document, serializers } from "../../serializers.ts";

const leak = "leaked";

/** Adds an undocumented property to each object, except to maps: their schema allows any property. */
function leakInto(value: unknown, schema?: Json): void {
  const resolved = resolve(document, schema);
  if (Array.isArray(value)) for (const item of value) leakInto(item, objectAt(resolved, "items"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  if (isObject(resolved) && isObject(resolved.additionalProperties)) return;
  for (const [name, item] of Object.entries(value)) leakInto(item, objectAt(objectAt(resolved, "properties"), name));
  Object.assign(value, { passwordHash: leak });
}

/** Pages whose presenters leak. */
function leakingPages(pages: Pages): Pages {
  return {
    reader(sql, present, serialize) {
      return pages.reader(
        sql,
        (row: Parameters<typeof present>[0]) => {
          const item = present(row);
          leakInto(item);
          return item;
        },
        (page) => {
          leakInto(page);
          return serialize(page);
        },
      );
    },
  };
}

/** Handlers that leak: the real ones of the lists, and for all other operations the examples of the document. */
function leakingHandlers(database: Database, operations: readonly SpecOperation[]): object {
  const pages = leakingPages(createPages(database, createCursors([new Uint8Array(32)])));
  const { listPosts, getMyTimeline, getTimeline, listComments, listNotifications } = contentHandlers(database, pages);
  const lists = { listPosts, getMyTimeline, getTimeline, listComments, listNotifications };
  const examples = operations.map(({ id, pointer }) => {
    const responses = objectAt(resolve(document, { $ref: pointer }), "responses");
    const status = ["200", "201"].find((key) => key in responses) ?? "";
    const answer = objectAt(objectAt(responses, status), "content");
    return [
      id,
      async () => {
        const [[mediaType, media] = []] = Object.entries(answer);
        const body = structuredClone(objectAt(media, "example"));
        leakInto(body, objectAt(media, "schema"));
        return { status: Number(status), body: mediaType === "text/event-stream" ? events(body) : body };
      },
    ];
  });
  return { ...Object.fromEntries(examples), ...lists };
}

async function* events(event: object) {
  yield event;
}

testOnEach("no operation shows a property that its schema does not have", async (database) => {
  await addContent(database);
  const { operations } = await packagedSpec();
  const log = pino({ level: "silent" });
  const app = createExpress(0);
  app.use(observe({ log, record: () => {} }));
  app.use(
    await createDispatcher({
      document,
      routes,
      handlers: leakingHandlers(database, operations),
      authenticate: () => ({ id: content.userId, isAdmin: true, sessionId: "1", expires: 2e9 }),
      rateLimit: undefined,
      streams: createEventStreams({ isExpired: () => false, onError: assert.fail }),
      serialize: serializers.serialize,
      answerError: errorAnswers({ log, hideErrors: false, isUnavailable: () => false, errorMessage: String }),
    }),
  );
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  const leaks: string[] = [];
  let lists = 0;
  // Twice, since the second answer of a list may come from the cache.
  for (const operation of [...operations, ...operations]) {
    const { path, body } = exampleRequest(operation);
    const url = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path?.[name])));
    const response = await fetch(`http://127.0.0.1:${listener.port}${url}`, {
      method: operation.method,
      headers: { Authorization: "Bearer token", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.match(String(response.status), /^20[01]$/, `${operation.id}: ${text}`);
    if (text.startsWith('{"items":[{')) lists++;
    if (text.includes(leak)) leaks.push(operation.id);
  }
  await listener.close();
  assert.deepEqual(leaks, []);
  assert.equal(lists, 12, "each of the six lists has an item");
});
