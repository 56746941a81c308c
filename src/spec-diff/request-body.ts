import { isObject, isTrueAt, type JsonObject } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { compareContent } from "./content.ts";
import { compareTold, type Documents, differ } from "./location.ts";
import { compareRequired } from "./parameters.ts";

const words = {
  gone: "clients that send it are refused",
  added: "clients may go on sending the others",
};

export function compareRequestBody(
  documents: Documents,
  place: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [resolve(documents.before, before.requestBody), resolve(documents.after, after.requestBody)];
  if (!isObject(old)) return isObject(now) ? added(place, isTrueAt(now, "required")) : [];
  if (!isObject(now)) {
    return differ(place, "the body", "is gone", "breaking", "clients that send one are refused or not understood");
  }
  return [
    ...compareRequired(place, "the body", isTrueAt(old, "required"), isTrueAt(now, "required")),
    ...compareContent(documents.request, place, old, now, words),
    ...compareTold(place, "the body", old, now),
  ];
}

function added(place: string, isRequired: boolean): readonly Difference[] {
  return isRequired
    ? differ(place, "a body", "must now be sent", "breaking", "clients that do not send one are refused")
    : differ(place, "a body", "may now be sent", "compatible", "clients need not send one");
}
