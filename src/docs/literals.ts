import { isArray, isObject, type Json } from "../openapi/json.ts";

/** How a language writes what JSON has. Texts are written alike in all of them. */
export interface Notation {
  readonly true: string;
  readonly false: string;
  readonly null: string;
  key(name: string): string;
  /** Between an object's braces and what is in them, on one line. */
  readonly padding: string;
  /** Before each property that has a line of its own. */
  readonly indent: string;
  /** Whether a comma may follow the last property. */
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

const widest = 76;

/**
 * A value as a language writes it: on one line where that is short, else an object's properties on lines of their own.
 * @param indent before each further line
 */
export function literal(value: Json, notation: Notation, indent = ""): string {
  const line = onOneLine(value, notation);
  if (!isObject(value) || indent.length + line.length <= widest) return line;
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
