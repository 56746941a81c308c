import { type JsonObject, objectAt } from "../openapi/json.ts";
import type { Difference } from "./change.ts";
import { isEqual } from "./equal.ts";
import { compareDocumentation, differ, fromFindings } from "./location.ts";
import type { CompareSchemas } from "./schema/compare.ts";
import { code } from "./words.ts";

/** The consequence for clients of an added or a removed media type. */
export interface ContentWords {
  readonly gone: string;
  readonly added: string;
}

/** Compares the media types of a body, and the schema of each. */
export function compareContent(
  compare: CompareSchemas,
  location: string,
  before: JsonObject,
  after: JsonObject,
  words: ContentWords,
): readonly Difference[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((type) => {
    const [was, is] = [old.get(type), now.get(type)];
    if (was && is) {
      return [
        ...fromFindings(location, "the body", compare(was.schema, is.schema)),
        ...compareEncoding(location, was, is),
        ...compareDocumentation(location, "the body", was, is),
      ];
    }
    return was
      ? differ(location, `the media type ${code(type)}`, "is gone", "breaking", words.gone)
      : differ(location, `the media type ${code(type)}`, "is new", "compatible", words.added);
  });
}

/** Case and spaces mean nothing in media types (RFC 9110, section 8.3.1). */
function typesOf(node: JsonObject): ReadonlyMap<string, JsonObject> {
  const content = objectAt(node, "content");
  return new Map(Object.keys(content).map((type) => [type.toLowerCase().replaceAll(" ", ""), objectAt(content, type)]));
}

function compareEncoding(location: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  if (isEqual(before.encoding, after.encoding)) return [];
  return differ(
    location,
    "the body",
    "has another encoding of its parts",
    "breaking",
    "the recipient does not expect it",
  );
}
