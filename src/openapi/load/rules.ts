import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import { segmentsOf, toRef, valueAt } from "../pointer.ts";
import { methods, sectionOf, walk } from "../shape.ts";
import type { RuleBreach } from "./explain.ts";
import { checkPaths } from "./path-rules.ts";

/** Checks the rules of OpenAPI that a JSON schema cannot express. */
export function checkRules(document: JsonObject): readonly RuleBreach[] {
  return [
    ...checkReferences(document),
    ...checkOperationIds(document),
    ...checkSecurity(document),
    ...checkPaths(document),
  ];
}

/** A reference must not be circular and must have a target of the right kind. */
function checkReferences(document: JsonObject): readonly RuleBreach[] {
  const breaches: RuleBreach[] = [];
  walk(document, (kind, node, path) => {
    const section = sectionOf(kind);
    const ref = section === undefined ? undefined : stringAt(node, "$ref");
    if (ref === undefined) return true;
    const at = [...path, "$ref"];
    const [root, other] = segmentsOf(ref) ?? [];
    if (isCircular(document, node)) breaches.push({ path: at, message: `${JSON.stringify(ref)} ends at itself` });
    else if (root === "components" && other !== section) {
      breaches.push({ path: at, message: `${JSON.stringify(ref)} must refer to one of the components' ${section}` });
    }
    return true;
  });
  return breaches;
}

/** Whether a chain of references ends at its start. */
function isCircular(document: JsonObject, start: Json): boolean {
  const seen = new Set<Json>();
  let node: Json | undefined = start;
  while (isObject(node) && typeof node.$ref === "string" && !seen.has(node)) {
    seen.add(node);
    node = valueAt(document, segmentsOf(node.$ref) ?? []);
  }
  return node === start && seen.size > 0;
}

function checkOperationIds(document: JsonObject): readonly RuleBreach[] {
  const first = new Map<string, readonly string[]>();
  const breaches: RuleBreach[] = [];
  for (const { path, operation } of operationsOf(document)) {
    const operationId = stringAt(operation, "operationId");
    if (operationId === undefined) continue;
    const earlier = first.get(operationId);
    const at = [...path, "operationId"];
    if (earlier)
      breaches.push({
        path: at,
        message: `${JSON.stringify(operationId)} is the operationId at ${toRef(earlier)} too`,
      });
    else first.set(operationId, at);
  }
  return breaches;
}

function checkSecurity(document: JsonObject): readonly RuleBreach[] {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const owners = [{ path: [], operation: document }, ...operationsOf(document)];
  return owners.flatMap(({ path, operation }) =>
    listAt(operation, "security").flatMap((requirement, index) =>
      Object.keys(isObject(requirement) ? requirement : {})
        .filter((name) => !Object.hasOwn(schemes, name))
        .map((name) => ({
          path: [...path, "security", `${index}`, name],
          message: `there is no security scheme ${JSON.stringify(name)}`,
        })),
    ),
  );
}

function operationsOf(
  document: JsonObject,
): readonly { readonly path: readonly string[]; readonly operation: JsonObject }[] {
  return ["paths", "webhooks"].flatMap((group) =>
    Object.entries(objectAt(document, group)).flatMap(([name, item]) =>
      methods.flatMap((method) => {
        const operation: Json | undefined = isObject(item) ? item[method] : undefined;
        return isObject(operation) ? [{ path: [group, name, method], operation }] : [];
      }),
    ),
  );
}
