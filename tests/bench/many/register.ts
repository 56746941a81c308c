import { register } from "node:module";

/*
 * Given to Node by --import, it makes minifb ten times as large: see dispatch.ts.
 */
register(new URL(`./hooks${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url));
