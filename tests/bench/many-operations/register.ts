import { register } from "node:module";

/*
 * Loaded with Node's --import: replaces minifb's dispatcher by the one in dispatcher.ts.
 */
register(new URL(`./hooks${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url));
