import {
  isObject,
  isTrueAt,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  stringAt,
  without,
} from "../openapi/json.ts";
import { type DocumentedOperation, operationsOf } from "./operations.ts";
import { samplesOf } from "./samples.ts";

/** The addresses of an operation in the reference and in Swagger UI. */
export interface Addresses {
  readonly reading: string;
  readonly trying: string;
}

/** @returns the addresses that Redoc and Swagger UI derive from tag and operationId */
export function addressesOf({ id, tag }: Pick<DocumentedOperation, "id" | "tag">): Addresses {
  return { reading: `/docs#tag/${tag}/operation/${id}`, trying: `/docs/try#/${tag}/${id}` };
}

const aboutSamples = `
# Code samples

Each operation has a sample for the shell, TypeScript and Python, generated from its example. The \`curl\` and Python samples
read the access token from the environment variable \`TOKEN\`. \`POST /auth/login\` returns it as \`accessToken\`. The
TypeScript samples use the client package that \`npm run client\` builds. You can also
[call the API from the browser](/docs/try). The [permissions table](/docs/permissions) lists who may call what.
`;

/** The document for Redoc: with code samples, and a link to Swagger UI for each operation. */
export function readableDocument(document: JsonObject): JsonObject {
  const operations = operationsOf(document);
  const logIn = operations.find(({ id }) => id === "logIn");
  const info = objectAt(document, "info");
  const description = `${stringAt(info, "description") ?? ""}${aboutSamples}`;
  return mapOperations({ ...document, info: { ...info, description } }, operations, (operation) => ({
    externalDocs: { description: "Try it on this server", url: addressesOf(operation).trying },
    "x-codeSamples": samplesOf(operation, logIn?.example.body ?? {}).map((sample) => ({ ...sample })),
  }));
}

/**
 * The document for Swagger UI: shortened, with a link to the reference for each operation. Swagger UI sends the examples of
 * parameters by default, so optional parameters have none.
 */
export function tryItDocument(document: JsonObject): JsonObject {
  const info = without(objectAt(document, "info"), "description");
  const tags = listAt(document, "tags").map((tag) => (isObject(tag) ? without(tag, "description") : tag));
  const components = objectAt(document, "components");
  const parameters = Object.fromEntries(
    Object.entries(objectAt(components, "parameters")).map(([name, parameter]) => [name, withoutOptional(parameter)]),
  );
  const short = { ...document, info, tags, components: { ...components, parameters } };
  return mapOperations(short, operationsOf(document), (operation, described) => ({
    description: `${stringAt(described, "description") ?? ""}\n\n[Read about it](${addressesOf(operation).reading})`,
  }));
}

function withoutOptional(parameter: Json): Json {
  return isObject(parameter) && !isTrueAt(parameter, "required") ? without(parameter, "example") : parameter;
}

function mapOperations(
  document: JsonObject,
  operations: readonly DocumentedOperation[],
  additions: (operation: DocumentedOperation, described: JsonObject) => JsonObject,
): JsonObject {
  const paths: Record<string, Json> = { ...objectAt(document, "paths") };
  for (const operation of operations) {
    const item = objectAt(paths, operation.path);
    const method = operation.method.toLowerCase();
    const described = item[method];
    if (!isObject(described)) continue;
    paths[operation.path] = { ...item, [method]: { ...described, ...additions(operation, described) } };
  }
  return { ...document, paths };
}
