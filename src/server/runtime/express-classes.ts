import { IncomingMessage, ServerResponse } from "node:http";
import type { Express } from "express";
import { isEnabled } from "./ablation.ts";

export interface ExpressClasses {
  readonly IncomingMessage?: typeof IncomingMessage;
  readonly ServerResponse?: typeof ServerResponse<IncomingMessage>;
}

/**
 * Makes classes for `http.createServer` whose prototypes are the application's own, so that Express need not change the
 * prototype of each request and response. They are classes because Node constructs the objects. See PERFORMANCE.md.
 */
export function expressClasses(app: Express): ExpressClasses {
  if (!isEnabled("express-classes")) return {};
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<IncomingMessage> {
    /** Express would set an object without a prototype, whose properties are slower to access. */
    readonly locals = {};
  }
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
