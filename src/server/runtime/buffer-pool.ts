import { isEnabled } from "./ablation.ts";

const poolSizeBytes = 65_536;

/**
 * Makes Node's pool for small buffers larger. Response bodies are cut from it, and a pool of Node's own 8 KiB is used up
 * after a few of them. See PERFORMANCE.md.
 */
export function enlargeBufferPool(): void {
  if (isEnabled("buffer-pool")) Buffer.poolSize = poolSizeBytes;
}
