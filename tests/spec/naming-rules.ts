import { type JsonObject, list, object, operations, text } from "./document.ts";
import type { Rule } from "./operation-rules.ts";

/** Reserved words of JavaScript and of the languages that clients are most often generated for. */
const reserved = new Set(
  (
    "abstract and any as assert async await base bool boolean break byte case catch char class const continue debugger " +
    "def default del delete do double elif else enum eval event except exec export extends extern false final finally " +
    "fixed float for foreach from func function global go goto if implements import in instanceof int interface " +
    "internal is lambda let lock long match module namespace native new nil none nonlocal not null object operator or " +
    "package pass print private protected public raise range readonly record return select self short signed static " +
    "string struct super switch synchronized this throw throws transient true try type typeof union unsafe use using " +
    "var virtual void volatile while with yield"
  ).split(" "),
);

function schemaNames(document: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(object(object(document.components).schemas)).map((name) => name.toLowerCase()));
}

/** Generators make functions and types of operationIds and types of schema names; some ignore case. */
export const operationIdsAreFree: Rule = (document) => {
  const schemas = schemaNames(document);
  const seen = new Set<string>();
  return operations(document).flatMap(({ id, pointer }) => {
    const lower = id.toLowerCase();
    const findings = [
      ...(/^[a-z][A-Za-z0-9]*$/.test(id) ? [] : ["is not in camelCase"]),
      ...(reserved.has(lower) ? ["is a reserved word"] : []),
      ...(seen.has(lower) ? ["is used twice"] : []),
      ...["", "Request", "Answer", "Response", "Handlers"]
        .filter((suffix) => schemas.has(`${lower}${suffix.toLowerCase()}`))
        .map((suffix) => `makes the name of a schema, ${id}${suffix}`),
    ];
    seen.add(lower);
    return findings.map((finding) => `${pointer}: the operationId "${id}" ${finding}`);
  });
};

/** Every operation has exactly one declared tag, which makes its handler interface; every tag has an operation. */
export const tagsAreDeclared: Rule = (document) => {
  const declared = list(document.tags).map((tag) => text(object(tag).name));
  const used = operations(document).map(({ value, pointer }) => ({ tags: list(value.tags).map(String), pointer }));
  return [
    ...used
      .filter(({ tags: [tag = "", ...more] }) => more.length > 0 || !declared.includes(tag))
      .map(({ pointer }) => `${pointer}: not exactly one declared tag`),
    ...declared
      .filter((tag) => !used.some(({ tags }) => tags.includes(tag)))
      .map((tag) => `/tags: ${tag} has no operation`),
  ];
};
