import { setFlagsFromString } from "node:v8";
import { isEnabled } from "./ablation.ts";

/*
 * Keeps V8's young generation small while the program is loaded. It grows while many of its objects stay alive, as they do at
 * the start, and never shrinks: an idle server would hold 50 MB more. So this file must be the first import of the program.
 * See PERFORMANCE.md.
 */
if (isEnabled("young-generation")) setFlagsFromString("--semi-space-growth-factor=1");

/** From now on the young generation grows as requests need it, with V8's default factor, up to `--max-semi-space-size`. */
export function letYoungGenerationGrow(): void {
  if (isEnabled("young-generation")) setFlagsFromString("--semi-space-growth-factor=2");
}
