import { type JsonObject, objectAt } from "../openapi/json.ts";
import type { Difference } from "./change.ts";
import { isEqual } from "./equal.ts";
import { compareTold, differ, fromFindings } from "./location.ts";
import type { CompareSchemas } from "./schema/compare.ts";
import { code } from "./words.ts";

/** What is said of a media type that came or went. */
export interface ContentWords {
  readonly gone: string;
  readonly added: string;
}

/** Compares what a body may be: by media type, and each with its schema. */
export function compareContent(
  compare: CompareSchemas,
  place: string,
  before: JsonObject,
  after: JsonObject,
  words: ContentWords,
): readonly Difference[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((type) => {
    const [was, is] = [old.get(type), now.get(type)];
    if (was && is) {
      return [
        ...fromFindings(place, "the body", compare(was.schema, is.schema)),
        ...compareEncoding(place, was, is),
        ...compareTold(place, "the body", was, is),
      ];
    }
    return was
      ? differ(place, `the media type ${code(type)}`, "is gone", "breaking", words.gone)
      : differ(place, `the media type ${code(type)}`, "is new", "compatible", words.added);
  });
}

/** Case and spaces mean nothing in media types (RFC 9110, section 8.3.1). */
function typesOf(node: JsonObject): ReadonlyMap<string, JsonObject> {
  const content = objectAt(node, "content");
  return new Map(Object.keys(content).map((type) => [type.toLowerCase().replaceAll(" ", ""), objectAt(content, type)]));
}

function compareEncoding(place: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  if (isEqual(before.encoding, after.encoding)) return [];
  return differ(
    place,
    "the body",
    "has its parts encoded otherwise",
    "breaking",
    "the other side does not expect that",
  );
}
