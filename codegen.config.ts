import type { CodegenConfig } from "./src/codegen/config.ts";

/** The options of `npm run codegen`; see src/codegen/README.md. */
export const config: CodegenConfig = {
  spec: "openapi.yaml",
  out: "generated",
  caller: { name: "Caller", from: "./src/server/http/request/caller.ts" },
  returned: { name: "MaybeSerialized", from: "./src/server/http/response/serialized-body.ts" },
  defaultTag: "Default",
};
