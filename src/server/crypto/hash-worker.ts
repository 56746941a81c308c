import { parentPort } from "node:worker_threads";
import { lowerThreadPriority } from "../runtime/thread-priority.ts";
import { hashPassword, verifyPassword } from "./key-derivation.ts";

/** A message to the thread, one at a time; it responds with a `HashReply`. */
export type HashRequest =
  | { readonly kind: "hash"; readonly password: string; readonly salt: string; readonly iterations: number }
  | { readonly kind: "verify"; readonly password: string; readonly stored: string; readonly iterations: number };

export type HashReply = string | boolean;

// A login takes a tenth of a second anyway; other requests take milliseconds, so they get the CPU first.
lowerThreadPriority();

parentPort?.on("message", async (request: HashRequest) => {
  const { password, iterations } = request;
  const reply: HashReply =
    request.kind === "hash"
      ? await hashPassword(password, request.salt, iterations)
      : await verifyPassword(password, request.stored, iterations);
  parentPort?.postMessage(reply);
});
