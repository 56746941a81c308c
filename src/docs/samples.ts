import type { Json } from "../openapi/json.ts";
import { shellQuote } from "../util/shell-quote.ts";
import { jsonNotation, literal, pythonNotation, typescriptNotation } from "./literals.ts";
import type { DocumentedOperation } from "./operations.ts";

/** The address in every sample. The page that shows them puts its own in its place. */
export const sampleOrigin = "http://localhost:3000";

/** One entry of Redoc's `x-codeSamples`. */
export interface Sample {
  /** Names the colouring; Redoc has none for TypeScript. */
  readonly lang: "Shell" | "JavaScript" | "Python";
  readonly label: "curl" | "TypeScript" | "Python";
  readonly source: string;
}

/**
 * A program for each language that sends the operation's example request and writes out the answer.
 * @param login the example of a body that logs in
 */
export function samplesOf(operation: DocumentedOperation, login: Json): readonly Sample[] {
  return [
    { lang: "Shell", label: "curl", source: curlSample(operation) },
    { lang: "JavaScript", label: "TypeScript", source: typescriptSample(operation, login) },
    { lang: "Python", label: "Python", source: pythonSample(operation) },
  ];
}

/** The access token comes from the environment, in `TOKEN`. */
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

/** With the client package, which keeps the tokens: what only passes them on takes no body there. */
function typescriptSample(operation: DocumentedOperation, login: Json): string {
  const { id, isOpen, answer } = operation;
  const keepsTokens = ["logOut", "refreshToken"].includes(id);
  const request = keepsTokens ? "" : typescriptRequest(operation);
  const lines = ['import { createClient } from "minifb-client";', ""];
  lines.push(`const client = createClient({ baseUrl: ${JSON.stringify(sampleOrigin)} });`);
  if (!isOpen || keepsTokens) lines.push(`await client.logIn(${literal({ body: login }, typescriptNotation)});`);
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

/** With nothing but the standard library; the access token comes from the environment, in `TOKEN`. */
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
