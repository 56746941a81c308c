import type { Json, JsonObject } from "../../openapi/json.ts";
import { objectAt } from "../../openapi/json.ts";
import type { Content } from "./operation.ts";
import { typeText } from "./type-text.ts";

/** The media types of a body with their types: `application/json` first, the others in the document's order. */
export function contentOf(content: JsonObject): readonly Content[] {
  const all = Object.keys(content).map((mediaType) => ({
    mediaType,
    typeText: bodyText(mediaType, objectAt(content, mediaType).schema),
  }));
  return [
    ...all.filter(({ mediaType }) => mediaType === "application/json"),
    ...all.filter(({ mediaType }) => mediaType !== "application/json"),
  ];
}

/** The schema of an event stream is the schema of each event, as `itemSchema` is in OpenAPI 3.2. */
function bodyText(mediaType: string, schema: Json | undefined): string {
  const text = typeText(schema) ?? "unknown";
  if (/^text\/event-stream\b/.test(mediaType)) return `AsyncIterable<${text}>`;
  if (text !== "unknown" || isStructured(mediaType)) return text;
  return mediaType.startsWith("text/") ? "string" : "Uint8Array";
}

/** Whether bodies of a media type are parsed; other bodies are text or bytes. */
function isStructured(mediaType: string): boolean {
  return /^[^;]*(\/|\+)json\b|^application\/x-www-form-urlencoded|^multipart\/|[/+]xml\b|[/+]yaml\b/.test(mediaType);
}
