/** Names of the runtime tunings that MINIFB_WITHOUT can switch off, to measure what each is worth. */
export const ablations = [
  "young-generation",
  "next-tick",
  "buffer-pool",
  "express-classes",
  "hmac",
  "empty-body",
  "request-log",
] as const;
