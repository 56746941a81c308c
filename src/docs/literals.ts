import { isArray, isObject, type Json } from "../openapi/json.ts";

/** How a language writes JSON values. Strings are the same in all of them. */
export interface Notation {
  readonly true: string;
  readonly false: string;
  readonly null: string;
  key(name: string): string;
  /** The space inside the braces of a one-line object. */
  readonly padding: string;
  /** The indentation of each property in a multi-line object. */
  readonly indent: string;
  /** Whether the last property has a trailing comma. */
  readonly hasLastComma: boolean;
}

export const jsonNotation: Notation = {
  true: "true",
  false: "false",
  null: "null",
  key: (name) => JSON.stringify(name),
  padding: "",
  indent: "  ",
  hasLastComma: false,
};

export const pythonNotation: Notation = {
  ...jsonNotation,
  true: "True",
  false: "False",
  null: "None",
  indent: "    ",
  hasLastComma: true,
};

export const typescriptNotation: Notation = {
  ...jsonNotation,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
  padding: " ",
  hasLastComma: true,
};

const maxLineLength = 76;

/**
 * A value as a literal of a language. A long object has one line per property.
 * @param indent the indentation of all lines but the first
 */
export function literal(value: Json, notation: Notation, indent = ""): string {
  const line = onOneLine(value, notation);
  if (!isObject(value) || indent.length + line.length <= maxLineLength) return line;
  const inner = `${indent}${notation.indent}`;
  const properties = Object.entries(value).map(
    ([name, each]) => `${inner}${notation.key(name)}: ${literal(each, notation, inner)}`,
  );
  return `{\n${properties.join(",\n")}${notation.hasLastComma ? "," : ""}\n${indent}}`;
}

function onOneLine(value: Json, notation: Notation): string {
  if (typeof value === "boolean") return value ? notation.true : notation.false;
  if (value === null) return notation.null;
  if (isArray(value)) return `[${value.map((item) => onOneLine(item, notation)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const properties = Object.entries(value).map(([name, each]) => `${notation.key(name)}: ${onOneLine(each, notation)}`);
  return properties.length === 0 ? "{}" : `{${notation.padding}${properties.join(", ")}${notation.padding}}`;
}
