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

/** Where an operation can be read about, and where it can be tried. */
export interface Addresses {
  readonly reading: string;
  readonly trying: string;
}

/** @returns addresses as Redoc and Swagger UI make them from the tag and the id */
export function addressesOf({ id, tag }: Pick<DocumentedOperation, "id" | "tag">): Addresses {
  return { reading: `/docs#tag/${tag}/operation/${id}`, trying: `/docs/try#/${tag}/${id}` };
}

const aboutSamples = `
# Code samples

Each operation has a sample for the shell, for TypeScript and for Python, made from its example. \`curl\` and Python read
the access token from the environment, in \`TOKEN\`; the answer to \`POST /auth/login\` has it as \`accessToken\`. TypeScript
uses the client package that \`npm run client\` makes from this document. What you read here you can also
[try with your own token](/docs/try), and [one table](/docs/permissions) tells who may do what.
`;

/** The document as Redoc shows it: with samples, and a link to where each operation can be tried. */
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
 * The document as Swagger UI shows it: in short, with a link to where each operation is explained. Swagger UI sends what the
 * examples of parameters have unless they are emptied, so those that may be left out have none.
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
