import { type NextFunction, type RequestHandler, Router } from "express";
import { isEnabled } from "./ablation.ts";

/**
 * Combines request handlers into one; each gets the following one as its `next`. Express's own router does the same, but
 * matches a path before each handler. See PERFORMANCE.md.
 */
export function compose(handlers: readonly RequestHandler[]): RequestHandler {
  if (!isEnabled("compose")) return Router().use(...handlers);
  return (request, response, done) => {
    let nextIndex = 0;
    const next: NextFunction = (error?: unknown) => {
      const handler = error === undefined ? handlers[nextIndex++] : undefined;
      if (!handler) return done(error);
      try {
        const result: unknown = handler(request, response, next);
        if (result instanceof Promise) result.catch(done);
      } catch (thrown) {
        done(thrown);
      }
    };
    next();
  };
}
