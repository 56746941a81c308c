import { isObject, type Json, type JsonObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { newIds, overlay, withTimes } from "./change.ts";
import type { Collection } from "./collections.ts";
import { collectionPathOf, found, type HandlerContext, type MockHandler } from "./handler-inference.ts";

/** Makes a thing of the example, what the request says, and the things that it lies below; it is there from now on. */
export function create(surroundings: HandlerContext, collection: Collection): MockHandler {
  const { operation, world, answers, now } = surroundings;
  const { operationId } = operation.route;
  const properties = operation.shape?.properties ?? {};
  const example = isObject(operation.success.body) ? operation.success.body : {};
  const { idName } = collection;

  return (request) => {
    const home = collectionPathOf(world, collection, request) ?? "";
    const asked = overlay(request.body, properties);
    const given = asked[idName];
    const taken = given !== undefined && world.store.get(home, given) !== undefined;
    const conflict = taken ? answers.example(operationId, 409) : undefined;
    if (conflict) return { ...conflict, headers: conflict.requiredHeaders };

    const said: JsonObject = { ...example, ...asked, ...overlay(request.path, properties) };
    const unasked = Object.keys(example).filter((name) => !(name in asked));
    const thing = withTimes(said, unasked, properties, now());
    const ids = given === undefined ? newIds(example[idName], world.nextId(collection)) : [given];
    const made = ids
      .map((id) => ({ id, answer: located(found(operation, { ...thing, [idName]: id }), example[idName], home, id) }))
      .find(({ answer }) => answers.brokenRule(operationId, answer) === undefined);
    if (!made) return found(operation, example);
    world.store.add(home, made.id, { ...thing, [idName]: made.id });
    return made.answer;
  };
}

/** A `Location` that ends in the example's id leads to the new thing instead. */
function located(answer: Answer, exampleId: Json | undefined, home: string, id: Json): Answer {
  const { Location } = answer.headers ?? {};
  if (Location === undefined || !String(Location).endsWith(`/${exampleId}`)) return answer;
  return { ...answer, headers: { ...answer.headers, Location: `${home}/${encodeURIComponent(String(id))}` } };
}
