import ts from "typescript";
import { isArray, type Json, type JsonObject, listAt } from "../../openapi/json.ts";
import { createNames, toPascalCase } from "../../openapi/names.ts";
import { reachableFrom, schemasOf } from "../normalize/components.ts";
import { composedSchemas } from "../normalize/cycles.ts";

/**
 * Gives each schema that contains itself through arrays a type alias. TypeScript allows the recursion of
 * `type Json = string | Json[]`, but not of a member of an interface.
 */
export function aliasRecursiveLists(document: JsonObject, nodes: readonly ts.Node[]): ts.Node[] {
  const schemas = schemasOf(document);
  const next = (name: string) => listedIn(schemas[name]);
  const recursive = new Set(Object.keys(schemas).filter((name) => reachableFrom(next(name), next).has(name)));
  if (recursive.size === 0) return [...nodes];

  const names = createNames(["paths", "webhooks", "components", "operations", "$defs", "WithRequired"]);
  const aliasNames = new Map([...recursive].map((schema) => [schema, names.take(`${toPascalCase(schema)}Schema`)]));
  const aliases: ts.Node[] = [];
  const changed = nodes.map((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") return node;
    const members = node.members.map((section) =>
      nameOf(section) === "schemas" ? mapMembers(section, (member) => alias(member)) : section,
    );
    const { modifiers, name, typeParameters, heritageClauses } = node;
    return ts.factory.updateInterfaceDeclaration(node, modifiers, name, typeParameters, heritageClauses, members);
  });
  return [...changed, ...aliases];

  function alias(member: ts.PropertySignature): ts.PropertySignature {
    const name = aliasNames.get(nameOf(member) ?? "");
    if (name === undefined || member.type === undefined) return member;
    aliases.push(
      ts.factory.createTypeAliasDeclaration(undefined, name, undefined, withAliases(member.type, aliasNames)),
    );
    return withType(member, ts.factory.createTypeReferenceNode(name));
  }
}

/** Replaces references by aliases, the only recursive references whose resolution TypeScript defers. */
function withAliases(type: ts.TypeNode, aliasNames: ReadonlyMap<string, string>): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const name = aliasNames.get(schemaIn(node) ?? "");
    return name === undefined ? ts.visitEachChild(node, visit, undefined) : ts.factory.createTypeReferenceNode(name);
  };
  return ts.visitNode(type, visit, ts.isTypeNode) ?? type;
}

/** The `Json` of `components["schemas"]["Json"]`. */
function schemaIn(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: section } = node.objectType;
  const isSchema =
    ts.isTypeReferenceNode(root) && textOf(root.typeName) === "components" && literalOf(section) === "schemas";
  return isSchema ? literalOf(node.indexType) : undefined;
}

function literalOf(type: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : undefined;
}

function textOf(name: ts.EntityName): string | undefined {
  return ts.isIdentifier(name) ? name.text : undefined;
}

function mapMembers(
  section: ts.TypeElement,
  map: (member: ts.PropertySignature) => ts.PropertySignature,
): ts.TypeElement {
  if (!ts.isPropertySignature(section) || section.type === undefined || !ts.isTypeLiteralNode(section.type))
    return section;
  const members = section.type.members.map((member) => (ts.isPropertySignature(member) ? map(member) : member));
  return withType(section, ts.factory.createTypeLiteralNode(members));
}

/** Changes the type and keeps the comment before the node. */
function withType(node: ts.PropertySignature, type: ts.TypeNode): ts.PropertySignature {
  return ts.factory.updatePropertySignature(node, node.modifiers, node.name, node.questionToken, type);
}

function nameOf(node: ts.TypeElement): string | undefined {
  const { name } = node;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name))
    ? name.text
    : undefined;
}

/** The components that a schema is composed of or has as items. */
function listedIn(schema: Json | undefined): readonly string[] {
  if (schema === undefined || typeof schema !== "object" || schema === null || isArray(schema)) return [];
  const members = ["allOf", "anyOf", "oneOf", "prefixItems"].flatMap((key) => listAt(schema, key));
  const items = schema.items === undefined ? [] : [schema.items];
  return [...composedSchemas(schema), ...[...members, ...items].flatMap(listedIn)];
}
