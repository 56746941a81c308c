import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import { resolve } from "../pointer.ts";
import { methods } from "../shape.ts";
import type { RuleBreach } from "./explain.ts";

interface Declared {
  readonly path: readonly string[];
  readonly name: string;
  readonly location: string;
}

/** Path templates must differ in more than parameter names and match the path parameters of their operations. */
export function checkPaths(document: JsonObject): readonly RuleBreach[] {
  const paths = Object.entries(objectAt(document, "paths")).filter(([template]) => template.startsWith("/"));
  return [
    ...checkTemplates(paths.map(([template]) => template)),
    ...paths.flatMap(([template, item]) => checkParameters(document, template, resolve(document, item))),
  ];
}

function checkTemplates(templates: readonly string[]): readonly RuleBreach[] {
  const first = new Map<string, string>();
  return templates.flatMap((template): readonly RuleBreach[] => {
    const anonymous = template.replace(/\{[^}]*\}/g, "{}");
    const earlier = first.get(anonymous);
    if (earlier === undefined) first.set(anonymous, template);
    const names = namesIn(template);
    const duplicate = names.find((name, index) => names.indexOf(name) !== index);
    return [
      ...(earlier === undefined
        ? []
        : [{ path: ["paths", template], message: `is the same path as ${JSON.stringify(earlier)}` }]),
      ...(duplicate === undefined
        ? []
        : [{ path: ["paths", template], message: `has ${JSON.stringify(duplicate)} twice` }]),
    ];
  });
}

function checkParameters(document: JsonObject, template: string, item: Json | undefined): readonly RuleBreach[] {
  if (!isObject(item)) return [];
  const path = ["paths", template];
  const shared = declaredIn(document, item, path);
  const names = namesIn(template);
  const byOperation = methods.flatMap((method) => {
    const operation = item[method];
    return isObject(operation)
      ? [{ path: [...path, method], declared: declaredIn(document, operation, [...path, method]) }]
      : [];
  });
  return [shared, ...byOperation.map(({ declared }) => declared)]
    .flatMap((declared) => [...checkTwice(declared), ...checkUnused(declared, names, template)])
    .concat(byOperation.flatMap(({ path: at, declared }) => checkMissing([...shared, ...declared], names, at)));
}

function checkTwice(declared: readonly Declared[]): readonly RuleBreach[] {
  return declared
    .filter(
      (parameter, index) =>
        declared.findIndex(({ name, location }) => name === parameter.name && location === parameter.location) !==
        index,
    )
    .map(({ path, name, location }) => ({
      path,
      message: `the ${location} parameter ${JSON.stringify(name)} is declared twice`,
    }));
}

function checkUnused(declared: readonly Declared[], names: readonly string[], template: string): readonly RuleBreach[] {
  return declared
    .filter(({ name, location }) => location === "path" && !names.includes(name))
    .map(({ path, name }) => ({
      path,
      message: `the path parameter ${JSON.stringify(name)} is not in ${JSON.stringify(template)}`,
    }));
}

function checkMissing(
  declared: readonly Declared[],
  names: readonly string[],
  path: readonly string[],
): readonly RuleBreach[] {
  return names
    .filter((templateName) => !declared.some(({ name, location }) => location === "path" && name === templateName))
    .map((templateName) => ({ path, message: `the path parameter ${JSON.stringify(templateName)} is not declared` }));
}

function declaredIn(document: JsonObject, owner: JsonObject, path: readonly string[]): readonly Declared[] {
  return listAt(owner, "parameters").flatMap((node, index) => {
    const parameter = resolve(document, node);
    const name = stringAt(parameter, "name");
    const location = stringAt(parameter, "in");
    return name === undefined || location === undefined
      ? []
      : [{ path: [...path, "parameters", `${index}`], name, location }];
  });
}

function namesIn(template: string): readonly string[] {
  return [...template.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
}
