import express, { type Express } from "express";

/**
 * Creates an Express application without the parts that the API replaces or does not use: ETags, query parsing and the
 * `X-Powered-By` header.
 * @param trustProxy how many proxies in front of the server set `X-Forwarded-For`; 0 trusts none
 */
export function createExpress(trustProxy: number): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", false).set("trust proxy", trustProxy);
  return app;
}
