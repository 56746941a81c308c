import { IncomingMessage, ServerResponse } from "node:http";
import express, { type Express, type NextFunction, type RequestHandler } from "express";

/**
 * An Express application without what the API does itself or does without: tags, query parsing, its own name in headers.
 * @param trustProxy how many proxies in front tell the client's address truly; 0 believes nobody.
 */
export function createExpress(trustProxy: number): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", false).set("trust proxy", trustProxy);
  return app;
}

/**
 * Several handlers as one, each of them the `next` of the one before it. Express's router takes half a microsecond for each
 * that it asks, since any of them might have a path, parameters or a trace of its own.
 */
export function compose(handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let asked = 0;
    const next: NextFunction = (fault?: unknown) => {
      const handler = fault === undefined ? handlers[asked++] : undefined;
      if (!handler) return done(fault);
      try {
        const ended: unknown = handler(request, response, next);
        if (ended instanceof Promise) ended.catch(done);
      } catch (thrown) {
        done(thrown);
      }
    };
    next();
  };
}

/**
 * Classes for `http.createServer` whose prototypes are the application's own. Express gives each request and response
 * that prototype, which makes V8 forget what it learned of the object; where it is the prototype already, three to four
 * times as many requests were served in a second. These are the only classes here: nothing else makes such objects.
 */
export function expressClasses(app: Express): {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse<IncomingMessage>;
} {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<IncomingMessage> {
    /** Express would make an object that is a hash table. */
    readonly locals = {};
  }
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
