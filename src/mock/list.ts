import { isObject } from "../openapi/json.ts";
import { refersTo } from "./change.ts";
import { type Collection, fillPath } from "./collections.ts";
import { collectionPathOf, type HandlerContext, type MockHandler, successWith } from "./handler-context.ts";
import { filtered, pageOf, pageProperties } from "./pages.ts";
import type { Shape } from "./shapes.ts";

/** Lists the stored resources of a collection by page. An empty top-level list is the documented 204. */
export function list(context: HandlerContext, collection: Collection, shape: Shape): MockHandler {
  const { operation, dataset, answers } = context;
  const { route, success } = operation;
  const origin = dataset.originOf(collection);
  const inQuery = route.parameters.filter((each) => each.in === "query").map(({ name }) => name);
  // A path that lists resources of another collection, such as a member's timeline, lists those that refer to the path parameters.
  const isSelection = origin !== collection && collection.path.includes("{");
  const isNewestFirst = dataset.isNewestFirst(collection) || dataset.isNewestFirst(origin);
  const isTop = dataset.collectionsAlong(collection.path).length === 0;
  const empty = isTop ? answers.example(route.operationId, 204) : undefined;

  return (request) => {
    const collectionPath = collectionPathOf(dataset, collection, request) ?? "";
    const at = isSelection ? undefined : fillPath(collection.path, request.path);
    const there = dataset.store.list(collectionPath, at, isNewestFirst);
    const chosen = isSelection
      ? there.filter((resource) => Object.values(request.path).every((value) => refersTo(resource, value)))
      : there;
    const all = filtered(chosen, request.query, shape);
    if (all.length === 0 && empty) return empty;
    const page = pageOf(all, request.query, inQuery);
    if (!("items" in page)) return page;
    if (shape.at === undefined) return successWith(operation, page.items);

    const example = isObject(success.body) ? success.body : {};
    const beside = pageProperties(example, shape.page, all.length, page.next);
    const answer = successWith(operation, { ...beside, [shape.at]: page.items });
    if (!page.next || !("Link" in success.headers)) return answer;
    const { parameter, cursor } = page.next;
    const query = new URLSearchParams(
      Object.entries({ ...request.query, [parameter]: cursor }).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
    );
    const address = `${fillPath(collection.path, request.path)}?${query}`;
    return { ...answer, headers: { ...answer.headers, Link: `<${address}>; rel="next"` } };
  };
}
