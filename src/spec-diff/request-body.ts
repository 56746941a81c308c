import { isObject, isTrueAt, type JsonObject } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { compareContent } from "./content.ts";
import { compareDocumentation, type Documents, differ } from "./location.ts";
import { compareRequired } from "./parameters.ts";

const words = {
  gone: "clients that send it are refused",
  added: "clients may go on sending the others",
};

export function compareRequestBody(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [resolve(documents.before, before.requestBody), resolve(documents.after, after.requestBody)];
  if (!isObject(old)) return isObject(now) ? added(location, isTrueAt(now, "required")) : [];
  if (!isObject(now)) {
    return differ(location, "the body", "is gone", "breaking", "clients that send one are refused or not understood");
  }
  return [
    ...compareRequired(location, "the body", isTrueAt(old, "required"), isTrueAt(now, "required")),
    ...compareContent(documents.request, location, old, now, words),
    ...compareDocumentation(location, "the body", old, now),
  ];
}

function added(location: string, isRequired: boolean): readonly Difference[] {
  return isRequired
    ? differ(location, "a body", "must now be sent", "breaking", "clients that do not send one are refused")
    : differ(location, "a body", "may now be sent", "compatible", "clients need not send one");
}
