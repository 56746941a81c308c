import ts from "typescript";

/**
 * Appends an entry to the literal that a module registers things in: the elements of its first array, or the properties of the
 * object that its first function returns.
 * @param entry without its comma
 */
export function appendToRegistry(source: string, entry: string): string {
  const file = parse(source);
  const literal = find(file, (node) => {
    if (ts.isArrayLiteralExpression(node)) return ts.isVariableDeclaration(node.parent) ? node : undefined;
    return ts.isObjectLiteralExpression(node) && ts.isReturnStatement(node.parent) ? node : undefined;
  });
  if (!literal) throw new Error("There is no list to append to");
  return insertBeforeEnd(source, literal, entry);
}

/** Appends a method to the object that is passed to the function of this name. */
export function appendToArgument(source: string, functionName: string, method: string): string {
  const literal = find(parse(source), (node) => {
    const isArgument =
      ts.isObjectLiteralExpression(node) &&
      ts.isCallExpression(node.parent) &&
      node.parent.expression.getText() === functionName;
    return isArgument ? node : undefined;
  });
  if (!literal) throw new Error(`There is no call of ${functionName} with an object`);
  return insertBeforeEnd(source, literal, method);
}

export function addImport(source: string, name: string, from: string): string {
  return `import { ${name} } from "${from}";\n${source}`;
}

function insertBeforeEnd(source: string, literal: ts.Node, entry: string): string {
  const end = literal.getEnd() - 1;
  const before = source.slice(0, end).trimEnd();
  const comma = /[,{[]$/.test(before) ? "" : ",";
  return `${before}${comma}\n${entry},\n${source.slice(end)}`;
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile("module.ts", source, ts.ScriptTarget.Latest, true);
}

/** Depth first, in the order of the text. */
function find<T extends ts.Node>(node: ts.Node, match: (node: ts.Node) => T | undefined): T | undefined {
  return match(node) ?? ts.forEachChild(node, (child) => find(child, match));
}
