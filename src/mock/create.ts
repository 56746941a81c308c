import { isObject, type Json, type JsonObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import { newIds, overlay, withTimes } from "./change.ts";
import type { Collection } from "./collections.ts";
import { collectionPathOf, type HandlerContext, type MockHandler, successWith } from "./handler-context.ts";

/** Creates a resource from the example, the request body and the path parameters, and stores it. */
export function create(context: HandlerContext, collection: Collection): MockHandler {
  const { operation, dataset, answers, now } = context;
  const { operationId } = operation.route;
  const properties = operation.shape?.properties ?? {};
  const example = isObject(operation.success.body) ? operation.success.body : {};
  const { idName } = collection;

  return (request) => {
    const collectionPath = collectionPathOf(dataset, collection, request) ?? "";
    const asked = overlay(request.body, properties);
    const given = asked[idName];
    const isTaken = given !== undefined && dataset.store.get(collectionPath, given) !== undefined;
    const conflict = isTaken ? answers.example(operationId, 409) : undefined;
    if (conflict) return { ...conflict, headers: conflict.requiredHeaders };

    const merged: JsonObject = { ...example, ...asked, ...overlay(request.path, properties) };
    const unasked = Object.keys(example).filter((name) => !(name in asked));
    const resource = withTimes(merged, unasked, properties, now());
    const ids = given === undefined ? newIds(example[idName], dataset.nextId(collection)) : [given];
    const made = ids
      .map((id) => ({
        id,
        answer: located(successWith(operation, { ...resource, [idName]: id }), example[idName], collectionPath, id),
      }))
      .find(({ answer }) => answers.brokenRule(operationId, answer) === undefined);
    if (!made) return successWith(operation, example);
    dataset.store.add(collectionPath, made.id, { ...resource, [idName]: made.id });
    return made.answer;
  };
}

/** If `Location` ends in the id of the example, replaces it by the path of the new resource. */
function located(answer: Answer, exampleId: Json | undefined, collectionPath: string, id: Json): Answer {
  const { Location } = answer.headers ?? {};
  if (Location === undefined || !String(Location).endsWith(`/${exampleId}`)) return answer;
  return { ...answer, headers: { ...answer.headers, Location: `${collectionPath}/${encodeURIComponent(String(id))}` } };
}
