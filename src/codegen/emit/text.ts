import { isArray, type Json } from "../../openapi/json.ts";
import { isIdentifier } from "../../openapi/names.ts";

/** A value as a TypeScript literal on one line. */
export function literal(value: Json): string {
  if (isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(([key, item]) => `${propertyKey(key)}: ${literal(item)}`);
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

/** A property's name, quoted where it must be. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** A name in a type: there `__proto__` is a name like any other. */
export function memberKey(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

/** A doc comment, or nothing without text. Text that would end the comment is defused. */
export function docComment(text: string | undefined, indent = ""): string {
  const lines = (text ?? "")
    .trim()
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd());
  if (lines.length === 1) return lines[0] === "" ? "" : `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}

/** Members of a type on one line where they fit, otherwise one a line. */
export function objectType(members: readonly string[], indent: string): string {
  const line = `{ ${members.join("; ")} }`;
  if (line.length + indent.length <= 100) return line;
  return `{\n${members.map((member) => `${indent}  ${member};`).join("\n")}\n${indent}}`;
}

/** The type of a media type's name; a wildcard stands for the names it covers. */
export function mediaTypeText(mediaType: string): string {
  if (mediaType === "*/*") return "string";
  return mediaType.endsWith("/*")
    ? `\`${mediaType.slice(0, -1).replaceAll("`", "\\`")}\${string}\``
    : JSON.stringify(mediaType);
}
