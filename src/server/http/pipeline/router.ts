import { addRoute, createRouter as createTree } from "rou3";
import { compileRouter } from "rou3/compiler";

export interface Match<T> {
  /** By method, in capitals. */
  readonly methods: ReadonlyMap<string, T>;
  /** The value of an `Allow` header. */
  readonly allow: string;
  /** What stands in the place of each template parameter, in order, still percent-encoded and never empty. */
  readonly values: readonly string[];
}

interface Entry<T> {
  readonly methods: Map<string, T>;
  readonly keys: readonly string[];
  allow: string;
}

/**
 * A radix tree over path templates, compiled: a look-up costs what the path's length costs, however many templates there are.
 * A literal segment goes before a parameter (OpenAPI 3.0, "Path Templating Matching").
 * @throws Error for a template that has a parameter beside other text in a segment, or ends in a slash.
 */
export function createRouter<T extends { readonly method: string; readonly path: string }>(
  routes: readonly T[],
): (path: string) => Match<T> | undefined {
  const entries = new Map<string, Entry<T>>();
  for (const route of routes) {
    const entry = entries.get(route.path) ?? newEntry<T>(route.path);
    entries.set(route.path, entry);
    entry.methods.set(route.method, route);
    entry.allow = allowed(entry.methods);
  }
  const tree = createTree<Entry<T>>();
  for (const [path, entry] of entries) addRoute(tree, "", toPattern(path), entry);
  const find = compileRouter(tree);

  return (path) => {
    // The tree takes `/post/` for `/post`; here they are two paths, one of which does not exist.
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

/** A template in the tree's own notation, each parameter named after its place. */
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

function allowed(methods: ReadonlyMap<string, unknown>): string {
  const all = new Set([...methods.keys(), "OPTIONS"]);
  if (methods.has("GET")) all.add("HEAD");
  return [...all].sort().join(", ");
}
