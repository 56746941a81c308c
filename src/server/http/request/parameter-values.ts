import type { Parameter } from "../../../../generated/operations.ts";

/** Converts the texts of a parameter in a request, one for each time it is given, to its value. */
export type ReadValue = (texts: readonly string[]) => unknown;

const styles: Readonly<Record<string, string>> = { path: "simple", query: "form", header: "simple", cookie: "form" };

/**
 * Compiles the reader of one parameter. Text that does not have the form of the parameter's type stays text, which the schema
 * then refuses. The reader throws URIError for malformed percent-encoding.
 * @throws Error for a style or a type that is not supported
 */
export function compileValue(parameter: Parameter): ReadValue {
  const { name, in: location, style, explode, type, mediaType } = parameter;
  if (mediaType !== undefined) throw new Error(`the ${location} parameter ${name} is ${mediaType}`);
  if (style !== styles[location]) throw new Error(`the ${location} parameter ${name} has the style ${style}`);
  const decode = decoders[location];
  if (type !== "array") {
    const convert = converter(type, name);
    return ([text = ""]) => convert(decode(text));
  }
  const convert = converter(parameter.items ?? "unknown", name);
  if (isRepeated(parameter)) return (texts) => texts.map((text) => convert(decode(text)));
  if (location === "cookie" && explode) throw new Error(`the cookie parameter ${name} is an exploded array`);
  // Split before decoding: a comma inside an item is percent-encoded.
  return ([text = ""]) => text.split(",").map((item) => convert(decode(item)));
}

/** Whether the parameter may be given several times. */
export function isRepeated({ in: location, type, explode }: Parameter): boolean {
  return location === "query" && type === "array" && explode;
}

const decoders: Readonly<Record<Parameter["in"], (text: string) => string>> = {
  path: decodePercent,
  query: decodeForm,
  header: (text) => text.trim(),
  cookie: decodePercent,
};

/** Decodes text of a query, in which `+` is a space (WHATWG URL, "application/x-www-form-urlencoded parsing"). */
export function decodeForm(text: string): string {
  return decodePercent(text.includes("+") ? text.replaceAll("+", " ") : text);
}

/** Skips the decoder for text without percent-encoding, which is most text. */
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
