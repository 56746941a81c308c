import type { Json } from "../openapi/json.ts";
import { shellQuote } from "../util/shell-quote.ts";
import { jsonNotation, literal, pythonNotation, typescriptNotation } from "./literals.ts";
import type { DocumentedOperation } from "./operations.ts";

/** The server address in every sample. The reference page replaces it by its own origin. */
export const sampleOrigin = "http://localhost:3000";

/** One entry of Redoc's `x-codeSamples`. */
export interface Sample {
  /** The syntax highlighting; Redoc has none for TypeScript. */
  readonly lang: "Shell" | "JavaScript" | "Python";
  readonly label: "curl" | "TypeScript" | "Python";
  readonly source: string;
}

/**
 * One program per language that sends the example request of an operation and prints the answer.
 * @param login the example body of `logIn`
 */
export function samplesOf(operation: DocumentedOperation, login: Json): readonly Sample[] {
  return [
    { lang: "Shell", label: "curl", source: curlSample(operation) },
    { lang: "JavaScript", label: "TypeScript", source: typescriptSample(operation, login) },
    { lang: "Python", label: "Python", source: pythonSample(operation) },
  ];
}

/** The access token is read from the environment variable `TOKEN`. */
function curlSample(operation: DocumentedOperation): string {
  const { method, isOpen, example, answer } = operation;
  const url = urlOf(operation);
  const options = [
    ...(method === "GET" ? [] : [`-X ${method}`]),
    ...(answer === "events" ? ["-N"] : []),
    ...(isOpen ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(example.body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${shellQuote(literal(example.body, jsonNotation))}`]),
  ];
  return [`curl ${url.includes("?") ? shellQuote(url) : url}`, ...options].join(" \\\n  ");
}

/** Uses the client package, which stores the tokens: its `logOut` and `refreshToken` take no body. */
function typescriptSample(operation: DocumentedOperation, login: Json): string {
  const { id, isOpen, answer } = operation;
  const usesStoredTokens = ["logOut", "refreshToken"].includes(id);
  const request = usesStoredTokens ? "" : typescriptRequest(operation);
  const lines = ['import { createClient } from "minifb-client";', ""];
  lines.push(`const client = createClient({ baseUrl: ${JSON.stringify(sampleOrigin)} });`);
  if (!isOpen || usesStoredTokens) lines.push(`await client.logIn(${literal({ body: login }, typescriptNotation)});`);
  lines.push("");
  if (answer === "events") {
    lines.push("for await (const event of client.notifications()) console.log(event);");
  } else if (answer === "page") {
    lines.push(`for await (const item of client.pages.${id}(${request})) console.log(item);`);
  } else {
    lines.push(`const answer = await client.${id}(${request});`, "console.log(answer);");
  }
  return lines.join("\n");
}

function typescriptRequest({ example }: DocumentedOperation): string {
  const { body, ...parameters } = example;
  const given = Object.entries(parameters).filter(([, values]) => Object.keys(values).length > 0);
  const parts = [...given, ...(body === undefined ? [] : [["body", body] as const])];
  return parts.length === 0 ? "" : literal(Object.fromEntries(parts), typescriptNotation);
}

/** Uses only the standard library. The access token is read from the environment variable `TOKEN`. */
function pythonSample(operation: DocumentedOperation): string {
  const { method, isOpen, example, answer } = operation;
  const headers = [
    ...(isOpen ? [] : [`"Authorization": f"Bearer {os.environ['TOKEN']}"`]),
    ...(example.body === undefined ? [] : ['"Content-Type": "application/json"']),
  ];
  const lines = [
    ...(example.body === undefined ? [] : ["import json"]),
    ...(isOpen ? [] : ["import os"]),
    "from urllib.request import Request, urlopen",
    "",
    "request = Request(",
    `    ${JSON.stringify(urlOf(operation))},`,
    `    method=${JSON.stringify(method)},`,
    ...(headers.length === 0 ? [] : ["    headers={", ...headers.map((header) => `        ${header},`), "    },"]),
    ...(example.body === undefined
      ? []
      : [`    data=json.dumps(${literal(example.body, pythonNotation, "    ")}).encode(),`]),
    ")",
    "with urlopen(request) as response:",
    ...(answer === "events"
      ? ["    for line in response:", '        print(line.decode(), end="", flush=True)']
      : ["    print(response.status, response.read().decode())"]),
  ];
  return lines.join("\n");
}

function urlOf({ path, example }: DocumentedOperation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(example.path[name])));
  const query = Object.entries(example.query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `${sampleOrigin}${filled}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}
