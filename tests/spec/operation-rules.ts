import { STATUS_CODES } from "node:http";
import {
  answers,
  type DescribedOperation,
  isObject,
  isSecured,
  type JsonObject,
  list,
  lookUp,
  members,
  object,
  operations,
  parameters,
  text,
} from "./document.ts";

/** Returns a message with a JSON pointer for each violation. */
export type Rule = (document: JsonObject) => readonly string[];

const permissions = ["anyone", "member", "owner", "admin"];
const ofKind = new Set(["400", "413", "415", "429", "500", "503"]);

/** The operation that never answers 503: it depends on nothing but the process. */
const alwaysAvailable = "getHealth";

/** Each operation has an `x-permission`, and `anyone` means that it requires no token. */
export const permissionsAreStated: Rule = (document) =>
  operations(document).flatMap((operation) => {
    const { pointer, value } = operation;
    const permission = text(value["x-permission"]);
    if (!permissions.includes(permission)) return [`${pointer}: x-permission is not one of ${permissions.join(", ")}`];
    const isOpen = list(value.security).length === 0 && value.security !== undefined;
    return isOpen === (permission === "anyone") ? [] : [`${pointer}: x-permission and security disagree`];
  });

/**
 * 403 is documented exactly where a token is required. Its examples are the sentence that the operation answers; in a
 * response of the components, the sentence of one of the operations that refer to it.
 */
export const forbiddenWhereSecured: Rule = (document) => {
  const documented = operations(document).map((operation) => ({
    operation,
    forbidden: answers(document, operation).find(({ status }) => status === "403"),
  }));
  const sentences = new Map<string, string[]>();
  for (const { operation, forbidden } of documented) {
    if (!forbidden) continue;
    sentences.set(forbidden.pointer, [...(sentences.get(forbidden.pointer) ?? []), refusalOf(document, operation)]);
  }
  return documented.flatMap(({ operation, forbidden }) => {
    if (!isSecured(document, operation)) return forbidden ? [`${operation.pointer}: 403 without security`] : [];
    if (!forbidden) return [`${operation.pointer}: security without 403`];
    const allowed = sentences.get(forbidden.pointer) ?? [];
    const examples = [
      lookUp(forbidden.value, "/content/application~1json/example/hint"),
      lookUp(forbidden.value, "/content/application~1problem+json/example/detail"),
    ];
    return examples.every((example) => allowed.includes(text(example)))
      ? []
      : [`${forbidden.pointer}: the example's hint is not: ${allowed.join(" or ")}`];
  });
};

/** The hint of a 403 for a request with the example of each path parameter. */
function refusalOf(document: JsonObject, operation: DescribedOperation): string {
  const { method, path } = operation;
  const examples = new Map(parameters(document, operation).map(({ value }) => [text(value.name), value.example]));
  const requestPath = path.replace(/\{(\w+)\}/g, (_, name: string) => String(examples.get(name)));
  return `You have not permission for '${method} ${requestPath}'`;
}

/** Every status is documented by itself, without `default` and ranges. */
export const statusesAreNamed: Rule = (document) =>
  operations(document).flatMap(({ value, pointer }) =>
    Object.keys(object(value.responses))
      .filter((status) => !/^[1-5]\d\d$/.test(status))
      .map((status) => `${pointer}: the answer ${status} is no single status`),
  );

/** Each operation documents the statuses that follow from its kind. */
export const kindsAnswerAlike: Rule = (document) =>
  operations(document).flatMap(({ id, value, pointer }) => {
    const expected = new Set(["400", "429", "500"]);
    if (value.requestBody !== undefined) expected.add("413").add("415");
    if (id !== alwaysAvailable) expected.add("503");
    const statuses = new Set(Object.keys(object(value.responses)));
    return [...ofKind]
      .filter((status) => statuses.has(status) !== expected.has(status))
      .map((status) => `${pointer}: ${status} is ${expected.has(status) ? "missing" : "not possible here"}`);
  });

/** 204 has no content, everything else has some. */
export const noContentIsEmpty: Rule = (document) =>
  operations(document).flatMap((operation) =>
    answers(document, operation).flatMap(({ status, value, pointer }) =>
      (status === "204") === (value.content === undefined)
        ? []
        : [`${pointer}: ${status} ${status === "204" ? "has" : "has no"} content`],
    ),
  );

/** Every error has both media types. */
export const errorsHaveBothForms: Rule = (document) => {
  const expected = { "application/json": "Error", "application/problem+json": "Problem" };
  return operations(document).flatMap((operation) =>
    answers(document, operation)
      .filter(({ status }) => /^[45]/.test(status))
      .filter((answer) => {
        const content = members(answer, "content").map(({ name, value }) => [name, object(value.schema).$ref]);
        const wanted = Object.entries(expected).map(([type, schema]) => [type, `#/components/schemas/${schema}`]);
        return JSON.stringify(content) !== JSON.stringify(wanted);
      })
      .map(({ pointer }) => `${pointer}: not exactly ${Object.keys(expected).join(" and ")}`),
  );
};

/** An error's two examples have the same content, with the status's reason phrase. */
export const errorExamplesAgree: Rule = (document) =>
  operations(document).flatMap((operation) =>
    answers(document, operation)
      .filter(({ status }) => /^[45]/.test(status))
      .filter(({ status, value }) => {
        const error = object(lookUp(value, "/content/application~1json/example"));
        const problem = object(lookUp(value, "/content/application~1problem+json/example"));
        const phrase = STATUS_CODES[status];
        const agree = error.result === phrase && problem.title === phrase && String(problem.status) === status;
        return !agree || error.hint !== problem.detail;
      })
      .map(({ pointer }) => `${pointer}: its examples disagree`),
  );

const headersByStatus: Readonly<Record<string, readonly string[]>> = {
  "401": ["WWW-Authenticate"],
  "403": ["WWW-Authenticate"],
  "429": ["Retry-After", "RateLimit", "RateLimit-Policy"],
  "503": ["Retry-After"],
};

/** Every answer has the headers of its status, from the components. */
export const headersAreShared: Rule = (document) =>
  operations(document).flatMap((operation) =>
    answers(document, operation).flatMap(({ status, value, pointer }) => {
      const headers = object(value.headers);
      const missing = ["X-Request-Id", ...(headersByStatus[status] ?? [])].filter((name) => !(name in headers));
      const own = Object.keys(headers).filter((name) => object(headers[name]).$ref === undefined);
      return [
        ...missing.map((name) => `${pointer}: ${name} is missing`),
        ...own.map((name) => `${pointer}: ${name} is not from the components`),
      ];
    }),
  );

const pageParameters = ["#/components/parameters/Limit", "#/components/parameters/Cursor"];

/** Exactly the operations that return a page have its parameters and the `Link` header. */
export const listsShareParameters: Rule = (document) =>
  operations(document).flatMap((operation) => {
    const { value, pointer } = operation;
    const found = answers(document, operation).find(({ status }) => status === "200");
    const schema = text(lookUp(found?.value ?? {}, "/content/application~1json/schema/$ref"));
    const isPage = isObject(lookUp(document, `${schema.slice(1)}/properties/nextCursor`));
    const references = list(value.parameters).map((parameter) => object(parameter).$ref);
    const given = [
      ...pageParameters.map((reference) => references.includes(reference)),
      lookUp(found?.value ?? {}, "/headers/Link/$ref") === "#/components/headers/NextLink",
    ];
    return given.every((each) => each === isPage)
      ? []
      : [`${pointer}: limit, cursor and Link are only for pages, and there all three are required`];
  });
