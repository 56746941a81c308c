import type { Parameter } from "../../../../generated/operations.ts";

/** Makes a value of a parameter's texts as they stand in the request: one text, or one for each time it was given. */
export type ReadValue = (texts: readonly string[]) => unknown;

const styles: Readonly<Record<string, string>> = { path: "simple", query: "form", header: "simple", cookie: "form" };

/**
 * Prepares the reading of one parameter. Text that has not the form of its type stays text, for the schema to refuse.
 * The reader throws URIError for malformed percent-encoding.
 * @throws Error for a style or a type that cannot be read.
 */
export function compileValue(parameter: Parameter): ReadValue {
  const { name, in: place, style, explode, type, mediaType } = parameter;
  if (mediaType !== undefined) throw new Error(`the ${place} parameter ${name} is ${mediaType}`);
  if (style !== styles[place]) throw new Error(`the ${place} parameter ${name} has the style ${style}`);
  const decode = decoders[place];
  if (type !== "array") {
    const convert = converter(type, name);
    return ([text = ""]) => convert(decode(text));
  }
  const convert = converter(parameter.items ?? "unknown", name);
  if (isRepeated(parameter)) return (texts) => texts.map((text) => convert(decode(text)));
  if (place === "cookie" && explode) throw new Error(`the cookie parameter ${name} is an exploded array`);
  // A comma between items is literal, one inside an item is percent-encoded: so split, then decode.
  return ([text = ""]) => text.split(",").map((item) => convert(decode(item)));
}

/** Whether a query may give the parameter several times. */
export function isRepeated({ in: place, type, explode }: Parameter): boolean {
  return place === "query" && type === "array" && explode;
}

const decoders: Readonly<Record<Parameter["in"], (text: string) => string>> = {
  path: decodePercent,
  query: decodeForm,
  header: (text) => text.trim(),
  cookie: decodePercent,
};

/** In a query `+` is a space, as HTML forms and `URLSearchParams` write it. */
export function decodeForm(text: string): string {
  return decodePercent(text.includes("+") ? text.replaceAll("+", " ") : text);
}

/** Most texts have nothing to decode, and to look for that takes a tenth of the time. */
function decodePercent(text: string): string {
  return text.includes("%") ? decodeURIComponent(text) : text;
}

function converter(type: string, name: string): (text: string) => unknown {
  switch (type) {
    case "string":
      return (text) => text;
    case "integer":
      return (text) => (/^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text);
    case "number":
      return (text) => (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text);
    case "boolean":
      return (text) => (text === "true" ? true : text === "false" ? false : text);
    default:
      throw new Error(`the parameter ${name} has the type ${type}`);
  }
}
