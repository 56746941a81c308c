import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { RequestHandler } from "express";
import { requestContextOf } from "../request/request-context.ts";
import { frontendHeaders } from "../response/security-headers.ts";
import { type Resource, resource, serveResources } from "./resources.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/**
 * Serves the frontend that `npm run build:web` built: its page at `/` and, for the back office, at `/admin`, and its assets
 * below `/assets/`. The frontend routes by the URL's fragment. If it is not built, `/` redirects to `/docs`.
 * @param folder of the built files, all of which are read at startup
 */
export async function serveFrontend(folder: string): Promise<RequestHandler> {
  const names = await readdir(join(folder, "assets")).catch(undefinedIfMissing);
  if (!names) return redirectToDocs;
  const resources = new Map<string, Resource>();
  const add = async (path: string, file: string, type: string, isImmutable: boolean) => {
    const text = await readFile(join(folder, file), "utf8");
    resources.set(path, resource({ type, text, headers: frontendHeaders, isImmutable }));
  };
  for (const path of ["/", "/admin"]) await add(path, "index.html", "text/html", false);
  for (const name of names) {
    const type = mediaTypes[extname(name)];
    if (type === undefined) throw new Error(`${name} among the frontend's files has no known media type`);
    await add(`/assets/${name}`, join("assets", name), type, isHashed(name));
  }
  return serveResources(resources);
}

/** Vite adds eight characters of a hash to names: `index-B-7q2HdC.js`. */
function isHashed(name: string): boolean {
  return /-[\w-]{8}\.\w+$/.test(name);
}

const redirectToDocs: RequestHandler = (request, response, next) => {
  const isGetOrHead = request.method === "GET" || request.method === "HEAD";
  const { headers, target } = requestContextOf(response);
  if (target.path !== "/" || !isGetOrHead) next();
  else response.set(headers).redirect("/docs");
};

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
