import { createHash } from "node:crypto";
import { extname } from "node:path";
import { docsHeaders } from "../server/http/response/security-headers.ts";
import { type Resource, resource } from "../server/http/static/resources.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
};

/** A file that a documentation page loads. */
export interface Asset {
  /** Contains a hash of the content, so that clients may cache it without limit. */
  readonly path: string;
  readonly text: string;
}

/** @param name `redoc.js`, which becomes `/docs/assets/redoc-<hash>.js` */
export function asset(name: string, text: string): Asset {
  const extension = extname(name);
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, 10);
  return { path: `/docs/assets/${name.slice(0, -extension.length)}-${hash}${extension}`, text };
}

/** The path and the HTTP resource of an asset. */
export function assetResource({ path, text }: Asset): readonly [path: string, resource: Resource] {
  const type = types[extname(path)];
  if (type === undefined) throw new Error(`${path} has no known media type`);
  return [path, resource({ type, text, headers: docsHeaders, isImmutable: true })];
}
