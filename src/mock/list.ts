import { isObject } from "../openapi/json.ts";
import { refersTo } from "./change.ts";
import { type Collection, fillPath } from "./collections.ts";
import { collectionPathOf, found, type HandlerContext, type MockHandler } from "./handler-inference.ts";
import { besideItems, filtered, pageOf } from "./pages.ts";
import type { Shape } from "./shapes.ts";

/** Lists what a collection has now, a page at a time. An empty one at the top is the documented 204. */
export function list(surroundings: HandlerContext, collection: Collection, shape: Shape): MockHandler {
  const { operation, world, answers } = surroundings;
  const { route, success } = operation;
  const origin = world.originOf(collection);
  const inQuery = route.parameters.filter((each) => each.in === "query").map(({ name }) => name);
  // A place that shows what was made elsewhere, such as a member's timeline, shows what refers to the path's values.
  const isSelection = origin !== collection && collection.path.includes("{");
  const isNewestFirst = world.isNewestFirst(collection) || world.isNewestFirst(origin);
  const isTop = world.thingsAlong(collection.path).length === 0;
  const empty = isTop ? answers.example(route.operationId, 204) : undefined;

  return (request) => {
    const home = collectionPathOf(world, collection, request) ?? "";
    const at = isSelection ? undefined : fillPath(collection.path, request.path);
    const there = world.store.list(home, at, isNewestFirst);
    const chosen = isSelection
      ? there.filter((thing) => Object.values(request.path).every((value) => refersTo(thing, value)))
      : there;
    const all = filtered(chosen, request.query, shape);
    if (all.length === 0 && empty) return empty;
    const page = pageOf(all, request.query, inQuery);
    if (!("items" in page)) return page;
    if (shape.at === undefined) return found(operation, page.items);

    const example = isObject(success.body) ? success.body : {};
    const beside = besideItems(example, shape.page, all.length, page.next);
    const answer = found(operation, { ...beside, [shape.at]: page.items });
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
