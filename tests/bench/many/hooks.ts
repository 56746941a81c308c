import type { ResolveHook } from "node:module";

/** Puts the dispatcher of this folder in the place of minifb's, for everybody but itself. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  const match = /\/src\/server\/http\/pipeline\/(dispatcher\.[jt]s)$/.exec(resolved.url);
  if (!match || context.parentURL?.includes("/tests/bench/many/")) return resolved;
  return { ...resolved, url: new URL(`./${match[1]}`, import.meta.url).href };
};
