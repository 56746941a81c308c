import ts from "typescript";

/** TypeScript's tables of identifier characters. The engine's tables change with its Unicode version. */
const language = ts.ScriptTarget.ES2023;

export function isIdentifier(text: string): boolean {
  const [first, ...rest] = text;
  return (
    first !== undefined &&
    ts.isIdentifierStart(first.codePointAt(0) ?? 0, language) &&
    rest.every((character) => isPart(character))
  );
}

function isPart(character: string): boolean {
  return ts.isIdentifierPart(character.codePointAt(0) ?? 0, language);
}

/** Names that every object has, and `then`, which makes a promise of an object. No handler can have them. */
const reservedMethodNames = new Set(["__proto__", "constructor", "then"]);

/** Whether text is a valid method name. Reserved words are: `delete(request) {}`. */
export function isMethodName(text: string): boolean {
  return isIdentifier(text) && !reservedMethodNames.has(text);
}

/** Converts `list-pets` and `List pets` to `listPets`. A valid method name is not changed. */
export function toCamelCase(text: string): string {
  if (isMethodName(text)) return text;
  const [first = "", ...rest] = toPascalCase(text);
  const camel = isIdentifier(text) ? text : [first.toLowerCase(), ...rest].join("");
  return reservedMethodNames.has(camel) ? `${camel}_` : camel;
}

/** Converts `back office` and `backOffice` to `BackOffice`, `3d` to `_3d`, and text without identifier characters to `_`. */
export function toPascalCase(text: string): string {
  const spaced = [...text].map((character) => (isPart(character) ? character : " ")).join("");
  const words = spaced.split(" ").filter((word) => word !== "");
  const joined = words.map(([first = "", ...rest]) => [first.toUpperCase(), ...rest].join("")).join("");
  return isIdentifier(joined) ? joined : `_${joined}`;
}

/** The operationId of an operation that has none: `getPetsByPetIdToys` for `GET /pets/{petId}/toys`. */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => toPascalCase(segment.replaceAll("{", " By ").replaceAll("}", " ")));
  return toCamelCase(`${method.toLowerCase()}${words.join("") || "Root"}`);
}

/** Returns each name once. */
export interface Names {
  /** Returns the name if it is free, otherwise the name with the first free number from 2 appended. */
  take(name: string): string;
  isFree(name: string): boolean;
}

export function createNames(taken: Iterable<string> = []): Names {
  const used = new Set(taken);
  return {
    take(name) {
      let free = name;
      for (let number = 2; used.has(free); number++) free = `${name}${number}`;
      used.add(free);
      return free;
    },
    isFree: (name) => !used.has(name),
  };
}

/**
 * Converts each text to a different identifier. Texts that `convert` does not change are named first, so that they keep their
 * names if another text is converted to the same one.
 */
export function uniqueNames(
  texts: readonly string[],
  convert: (text: string) => string,
  names: Names,
): Map<string, string> {
  const distinct = [...new Set(texts)];
  const unchanged = distinct.filter((text) => convert(text) === text);
  const converted = distinct.filter((text) => convert(text) !== text);
  const named = new Map([...unchanged, ...converted].map((text) => [text, names.take(convert(text))]));
  return new Map(distinct.map((text) => [text, named.get(text) ?? convert(text)]));
}
