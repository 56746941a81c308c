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

/** For webhooks and callbacks: here the server sends the requests and clients send the answers. */
export function withDirectionsSwapped(documents: Documents): Documents {
  return { ...documents, request: documents.answer, answer: documents.request };
}

export function differ(
  location: string,
  subject: string,
  predicate: string,
  effect: Effect,
  why: string,
): readonly Difference[] {
  return [{ location, subject, predicate, effect, why }];
}

/** Converts the findings of a schema comparison to differences at the location where the schema is used. */
export function fromFindings(location: string, whole: string, findings: readonly Finding[]): readonly Difference[] {
  return findings.map((finding) => {
    const { path, predicate, effect, why, hasOtherPaths = false } = finding;
    const component = componentOf(finding);
    const subject = component && hasOtherPaths ? component.subject : subjectIn(whole, path);
    return { location, subject, predicate, effect, why, ...(component && { component }) };
  });
}

/** A property of a parameter or a header is named with that; a property of a body is not. */
function subjectIn(whole: string, path: readonly string[]): string {
  if (path.length === 0) return whole;
  const subject = subjectOf(path, whole);
  return /body$/.test(whole) ? subject : `${subject} in ${whole}`;
}

/** Compares descriptions, examples, deprecation and other keywords that are not visible on the wire. */
export function compareDocumentation(
  location: string,
  subject: string,
  before: JsonObject,
  after: JsonObject,
  except: readonly string[] = [],
): readonly Difference[] {
  const changed = compareAnnotations(before, after, except);
  const deprecation = compareDeprecation(before, after);
  return [
    ...(deprecation === undefined ? [] : differ(location, subject, deprecation, "compatible", "it works as before")),
    ...(changed === undefined ? [] : [{ location, subject, predicate: changed, ...documentation }]),
  ];
}
