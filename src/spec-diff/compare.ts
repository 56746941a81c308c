import { isObject, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import type { Change, Difference } from "./change.ts";
import { joinChanges } from "./join.ts";
import { compareDocumentation, type Documents, differ, openDocuments } from "./location.ts";
import { compareOperations, compareWebhooks } from "./operations.ts";
import { code } from "./words.ts";

/**
 * The differences between two documents, breaking changes first. References are resolved before schemas are compared, so a
 * moved or renamed schema is not a change.
 * @param before and after with local references only, as `loadDocument` gives them
 */
export function compareDocuments(before: JsonObject, after: JsonObject): readonly Change[] {
  const documents = openDocuments(before, after);
  return joinChanges([
    ...compareServers(documents),
    ...compareOperations(documents),
    ...compareWebhooks(documents),
    ...compareDocumentation("the document", "its head", objectAt(before, "info"), objectAt(after, "info")),
  ]);
}

function compareServers({ before, after }: Documents): readonly Difference[] {
  const [old, now] = [serversOf(before), serversOf(after)];
  const location = "the document";
  return [
    ...old
      .filter((url) => !now.includes(url))
      .flatMap((url) =>
        differ(location, `the server ${code(url)}`, "is gone", "breaking", "clients that call it fail"),
      ),
    ...now
      .filter((url) => !old.includes(url))
      .flatMap((url) =>
        differ(location, `the server ${code(url)}`, "is new", "compatible", "clients need not call it"),
      ),
  ];
}

function serversOf(document: JsonObject): readonly string[] {
  const urls = listAt(document, "servers").flatMap((server) =>
    isObject(server) ? (stringAt(server, "url") ?? []) : [],
  );
  return urls.length === 0 ? ["/"] : urls;
}
