import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileSerializers } from "../../src/server/http/response/serializers.ts";
import { packageRoot } from "../../src/util/package-root.ts";

export const document = JSON.parse(await readFile(join(packageRoot, "generated", "openapi.json"), "utf8"));

/** The serializers of the project's own document. */
export const serializers = compileSerializers(document);
