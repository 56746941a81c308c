import type { RequestHandler } from "express";
import {
  createDispatcher as createRealDispatcher,
  type DispatcherOptions,
} from "../../../src/server/http/pipeline/dispatcher.ts";

const copyCount = 9;

/**
 * minifb's dispatcher with ten times as many operations: each operation is registered nine more times under other paths
 * and operation ids.
 */
export function createDispatcher(options: DispatcherOptions): Promise<RequestHandler> {
  const { document, routes, handlers } = options;
  const numbers = Array.from({ length: copyCount }, (_, index) => index + 1);
  const all = numbers.flatMap((number) =>
    routes.map((route) => ({
      ...route,
      operationId: `${route.operationId}Copy${number}`,
      path: `/copy${number}${route.path}`,
    })),
  );
  const entries = Object.entries(handlers);
  const more = numbers.flatMap((number) => entries.map(([name, handler]) => [`${name}Copy${number}`, handler]));
  return createRealDispatcher({
    ...options,
    document: copyPaths(document, numbers),
    routes: [...routes, ...all],
    handlers: { ...handlers, ...Object.fromEntries(more) },
  });
}

function copyPaths(document: object, numbers: readonly number[]): object {
  const paths: unknown = Reflect.get(document, "paths");
  if (typeof paths !== "object" || paths === null) throw new Error("The document has no paths");
  const originals = Object.entries(paths);
  const copied = numbers.flatMap((number) =>
    originals.map(([path, item]) => {
      const text = JSON.stringify(item).replace(/"operationId":"(\w+)"/g, `"operationId":"$1Copy${number}"`);
      return [`/copy${number}${path}`, JSON.parse(text)];
    }),
  );
  return { ...document, paths: { ...paths, ...Object.fromEntries(copied) } };
}
