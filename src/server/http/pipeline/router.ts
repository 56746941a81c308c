import { addRoute, createRouter as createTree } from "rou3";
import { compileRouter } from "rou3/compiler";

export interface Match<T> {
  /** By method, in upper case. */
  readonly methods: ReadonlyMap<string, T>;
  /** The value of an `Allow` header. */
  readonly allow: string;
  /** The values of the template parameters, in order, percent-encoded and never empty. */
  readonly values: readonly string[];
}

interface Entry<T> {
  readonly methods: Map<string, T>;
  readonly keys: readonly string[];
  allow: string;
}

/**
 * Creates a router: a compiled radix tree of path templates, whose look-up cost depends on the path's length and not on the
 * number of templates. A literal segment takes precedence over a parameter (OpenAPI 3.0, "Path Templating Matching").
 * @throws Error for a template that ends in a slash or has a segment with a parameter and other text
 */
export function createRouter<T extends { readonly method: string; readonly path: string }>(
  routes: readonly T[],
): (path: string) => Match<T> | undefined {
  const entries = new Map<string, Entry<T>>();
  for (const route of routes) {
    const entry = entries.get(route.path) ?? newEntry<T>(route.path);
    entries.set(route.path, entry);
    entry.methods.set(route.method, route);
    entry.allow = allowHeader(entry.methods);
  }
  const tree = createTree<Entry<T>>();
  for (const [path, entry] of entries) addRoute(tree, "", toPattern(path), entry);
  const find = compileRouter(tree);

  return (path) => {
    // rou3 would match `/post/` with `/post`; in this API they are two paths, and the first does not exist.
    if (!path.startsWith("/") || (path.endsWith("/") && path.length > 1)) return undefined;
    const found = find("", path);
    if (!found) return undefined;
    const { methods, allow, keys } = found.data;
    return { methods, allow, values: keys.map((key) => found.params?.[key] ?? "") };
  };
}

function newEntry<T>(path: string): Entry<T> {
  const keys = path.split("/").flatMap((segment, index) => (isParameter(segment) ? [`p${index}`] : []));
  return { methods: new Map(), keys, allow: "" };
}

/** Converts a template to rou3's syntax. Each parameter is named after its position. */
function toPattern(path: string): string {
  if (!path.startsWith("/") || (path.endsWith("/") && path.length > 1)) {
    throw new Error(`Path ${path} must begin with a slash and not end in one`);
  }
  const segments = path.split("/").map((segment, index) => {
    if (isParameter(segment)) return `:p${index}`;
    if (/[{}]/.test(segment)) throw new Error(`Path ${path} has a parameter beside other text in a segment`);
    return segment.replace(/[:*()?+\\]/g, "\\$&");
  });
  return segments.join("/");
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]+\}$/.test(segment);
}

function allowHeader(methods: ReadonlyMap<string, unknown>): string {
  const names = new Set([...methods.keys(), "OPTIONS"]);
  if (methods.has("GET")) names.add("HEAD");
  return [...names].sort().join(", ");
}
