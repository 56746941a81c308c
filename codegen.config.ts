import type { CodegenConfig } from "./src/codegen/config.ts";

/** What `npm run codegen` reads and writes. */
export const config: CodegenConfig = {
  spec: "openapi.yaml",
  out: "generated",
  caller: { name: "Caller", from: "./src/server/http/request/caller.ts" },
  returned: { name: "MaybeSerialized", from: "./src/server/http/response/serialized-body.ts" },
  defaultTag: "Default",
};
