import ts from "typescript";

/** Which characters a name may have, by TypeScript's own tables: those of the engine change with its version of Unicode. */
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

/** Names that objects have anyway or that make promises of them: no handler can be called so. */
const untouchable = new Set(["__proto__", "constructor", "then"]);

/** Whether text can stand as the name of a method as it is. Reserved words can: `delete(request) {}`. */
export function isMethodName(text: string): boolean {
  return isIdentifier(text) && !untouchable.has(text);
}

/** `list-pets` and `List pets` give `listPets`. What can be a method's name stays as it is. */
export function toCamelCase(text: string): string {
  if (isMethodName(text)) return text;
  const [first = "", ...rest] = toPascalCase(text);
  const camel = isIdentifier(text) ? text : [first.toLowerCase(), ...rest].join("");
  return untouchable.has(camel) ? `${camel}_` : camel;
}

/** `back office` and `backOffice` give `BackOffice`; digits in front get an underscore, nothing usable gives `_`. */
export function toPascalCase(text: string): string {
  const spaced = [...text].map((character) => (isPart(character) ? character : " ")).join("");
  const words = spaced.split(" ").filter((word) => word !== "");
  const joined = words.map(([first = "", ...rest]) => [first.toUpperCase(), ...rest].join("")).join("");
  return isIdentifier(joined) ? joined : `_${joined}`;
}

/** A name for each operation without one, out of its method and path: `GET /pets/{petId}/toys` is `getPetsByPetIdToys`. */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => toPascalCase(segment.replaceAll("{", " By ").replaceAll("}", " ")));
  return toCamelCase(`${method.toLowerCase()}${words.join("") || "Root"}`);
}

/** Hands out names and never the same one twice. */
export interface Names {
  /** The name itself while it is free, otherwise with the first free number from 2 behind it. */
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
 * A different identifier for each text, in the order given. Texts that are good already come first,
 * so that another text which happens to be converted to the same does not push them aside.
 */
export function uniqueNames(
  texts: readonly string[],
  convert: (text: string) => string,
  names: Names,
): Map<string, string> {
  const different = [...new Set(texts)];
  const good = different.filter((text) => convert(text) === text);
  const other = different.filter((text) => convert(text) !== text);
  const named = new Map([...good, ...other].map((text) => [text, names.take(convert(text))]));
  return new Map(different.map((text) => [text, named.get(text) ?? convert(text)]));
}
