import { isObject, type JsonObject, objectAt, without } from "../../openapi/json.ts";
import { rewriteDocument } from "../../openapi/shape.ts";

/** Removes the parts that affect neither types nor routes. */
export function prune(document: JsonObject): JsonObject {
  const pruned = rewriteDocument(without(document, "webhooks", "servers"), (kind, node) => {
    if (!isObject(node)) return node;
    switch (kind) {
      case "operation":
        return without(node, "callbacks", "servers");
      case "response":
        return without(node, "links");
      case "parameter":
      case "header":
      case "mediaType":
        return without(node, "example", "examples");
      default:
        return node;
    }
  });
  const components = without(objectAt(pruned, "components"), "pathItems", "callbacks", "links", "examples");
  return { ...pruned, components };
}
