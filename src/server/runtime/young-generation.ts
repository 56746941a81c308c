import { setFlagsFromString } from "node:v8";

/*
 * V8 lets the part of the heap in which objects begin grow while much in it stays alive, as all does while a program is
 * loaded, and gives none of it back afterwards: 50 MB, which an idle server would hold for nothing. So this has to run before
 * anything else is loaded.
 */
setFlagsFromString("--semi-space-growth-factor=1");

/** From now on it grows as far as requests need it: to `--max-semi-space-size`. */
export function letYoungGenerationGrow(): void {
  // What V8 takes unless told.
  setFlagsFromString("--semi-space-growth-factor=2");
}
