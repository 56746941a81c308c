import type { ResolveHook } from "node:module";

/** Resolves imports of minifb's dispatcher to the one in this folder, except from this folder. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  const match = /\/src\/server\/http\/pipeline\/(dispatcher\.[jt]s)$/.exec(resolved.url);
  if (!match || context.parentURL?.includes("/tests/bench/many-operations/")) return resolved;
  return { ...resolved, url: new URL(`./${match[1]}`, import.meta.url).href };
};
