import type { JsonObject } from "../openapi/json.ts";
import type { AnyRoute } from "../server/http/pipeline/operation.ts";
import type { MockAnswer } from "./answers.ts";
import type { Shape } from "./shapes.ts";

/** An operation with its success answer. */
export interface MockOperation {
  readonly route: AnyRoute;
  readonly success: MockAnswer;
  readonly shape: Shape | undefined;
  /** The properties of the request body. */
  readonly asked: JsonObject;
}

/** A path with resources of one kind that have ids. */
export interface Collection {
  /** A path template: `/post/{postId}/comment`. */
  readonly path: string;
  /** The path parameter of one resource: `commentId`. Undefined if no path addresses one. */
  readonly parameter: string | undefined;
  readonly kind: string;
  /** The property that is the id. */
  readonly idName: string;
  /** Whether resources are created here. If not, the path only lists them. */
  readonly isOrigin: boolean;
}

/** Finds the collections of a document by their shape: lists at `/things`, resources at `/things/{id}`. */
export function findCollections(operations: readonly MockOperation[]): readonly Collection[] {
  const paths = [...new Set(operations.flatMap(({ route }) => pathsAlong(route.path)))];
  return paths.flatMap((path) => {
    const at = (method: string, of = path) =>
      operations.find(({ route }) => route.path === of && route.method === method);
    const list = at("GET")?.shape;
    const made = at("POST")?.shape;
    const parameter = paths
      .filter((below) => below.startsWith(`${path}/{`) && !below.slice(path.length + 1).includes("/"))
      .map((below) => below.slice(path.length + 2, -1))[0];
    const itemPath = `${path}/{${parameter}}`;
    const read = parameter === undefined ? undefined : at("GET", itemPath)?.shape;
    const shape = [list?.isList ? list : undefined, made, read].find(
      (each) => each !== undefined && (each === list || !each.isList),
    );
    if (!shape || (parameter === undefined && !list?.isList)) return [];
    const isItemPath = parameter !== undefined && (read === undefined || (!read.isList && read.kind === shape.kind));
    const idName = [parameter, "id"].find((name) => name !== undefined && name in shape.properties);
    if (idName === undefined) return [];
    return [
      {
        path,
        parameter: isItemPath ? parameter : undefined,
        kind: shape.kind,
        idName,
        isOrigin: made?.kind === shape.kind && !made.isList,
      },
    ];
  });
}

/** A path and all its parent paths. */
function pathsAlong(path: string): readonly string[] {
  const segments = path.split("/");
  return segments.flatMap((_, index) => (index === 0 ? [] : [segments.slice(0, index + 1).join("/")]));
}

export function itemPathOf({ path, parameter }: Collection): string {
  return `${path}/{${parameter}}`;
}

/** Fills the parameters of a path template; undefined if a value is missing. */
export function fillPath(path: string, values: Readonly<Record<string, unknown>>): string | undefined {
  const segments = path.split("/").map((segment) => {
    if (!segment.startsWith("{")) return segment;
    const value = values[segment.slice(1, -1)];
    return value === undefined ? undefined : encodeURIComponent(String(value));
  });
  return segments.includes(undefined) ? undefined : segments.join("/");
}
