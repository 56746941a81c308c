import type { JsonObject } from "../openapi/json.ts";
import { compareAnnotations, compareDeprecation } from "./annotations.ts";
import { type Difference, documentation, type Effect } from "./change.ts";
import { type CompareSchemas, createSchemaComparison } from "./schema/compare.ts";
import { componentOf, type Finding, subjectOf } from "./schema/finding.ts";

/** Both documents, and how schemas in them are compared. */
export interface Documents {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly request: CompareSchemas;
  readonly answer: CompareSchemas;
}

/** @param before and after with local references only, as `loadDocument` gives them */
export function openDocuments(before: JsonObject, after: JsonObject): Documents {
  return {
    before,
    after,
    request: createSchemaComparison(before, after, "request"),
    answer: createSchemaComparison(before, after, "answer"),
  };
}

/** Documents in which the server sends what are requests, as it does to webhooks and callbacks. */
export function turned(documents: Documents): Documents {
  return { ...documents, request: documents.answer, answer: documents.request };
}

export function differ(
  place: string,
  subject: string,
  predicate: string,
  effect: Effect,
  why: string,
): readonly Difference[] {
  return [{ place, subject, predicate, effect, why }];
}

/** What was found in a schema, as differences at the place where it is used. */
export function fromFindings(place: string, whole: string, findings: readonly Finding[]): readonly Difference[] {
  return findings.map((finding) => {
    const { path, predicate, effect, why, hasOtherWays = false } = finding;
    const component = componentOf(finding);
    const subject = component && hasOtherWays ? component.subject : subjectIn(whole, path);
    return { place, subject, predicate, effect, why, ...(component && { component }) };
  });
}

/** Properties of a body stand alone; those of a parameter or a header need its name. */
function subjectIn(whole: string, path: readonly string[]): string {
  if (path.length === 0) return whole;
  const subject = subjectOf(path, whole);
  return /body$/.test(whole) ? subject : `${subject} in ${whole}`;
}

/** What a document tells of a thing, beside the thing itself. */
export function compareTold(
  place: string,
  subject: string,
  before: JsonObject,
  after: JsonObject,
  except: readonly string[] = [],
): readonly Difference[] {
  const told = compareAnnotations(before, after, except);
  const deprecation = compareDeprecation(before, after);
  return [
    ...(deprecation === undefined ? [] : differ(place, subject, deprecation, "compatible", "it works as before")),
    ...(told === undefined ? [] : [{ place, subject, predicate: told, ...documentation }]),
  ];
}
