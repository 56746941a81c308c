import { readFile } from "node:fs/promises";
import { dirname, resolve as resolvePath } from "node:path";
import { LineCounter, parseDocument, YAMLParseError } from "yaml";
import { isArray, isObject, type Json, stringAt } from "../json.ts";
import type { DocumentProblem } from "../problem.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly content: Json;
}

/** By absolute path; a problem for a file that cannot be read or parsed. */
export type Files = ReadonlyMap<string, SourceFile | DocumentProblem>;

/** Reads a file and all files that it refers to, directly or indirectly. */
export async function readFiles(root: string): Promise<Files> {
  const files = new Map<string, SourceFile | DocumentProblem>();
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const file = await readSource(path);
    files.set(path, file);
    if ("content" in file) waiting.push(...referencesOf(file.content).flatMap((ref) => fileOf(ref, file.path) ?? []));
  }
  return files;
}

/** The absolute path of the file that a `$ref` in the file `from` refers to; undefined for URLs and invalid paths. */
export function fileOf(ref: string, from: string): string | undefined {
  const [file = ""] = ref.split("#", 1);
  if (file === "") return from;
  if (/^[a-z][a-z\d+.-]+:/i.test(file)) return undefined;
  try {
    return resolvePath(dirname(from), decodeURIComponent(file));
  } catch {
    return undefined;
  }
}

/** Whether a value in a discriminator's mapping is a reference, and not a component name. */
export function isReference(value: string): boolean {
  return /[#/]|\.(json|ya?ml)$/i.test(value);
}

async function readSource(path: string): Promise<SourceFile | DocumentProblem> {
  const at = { file: path, pointer: undefined, line: undefined, column: undefined };
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT" ? "there is no such file" : `${error}`;
    return { ...at, message: reason };
  }
  return parse(path, text.replace(/^\uFEFF/, ""));
}

function parse(path: string, text: string): SourceFile | DocumentProblem {
  if (path.toLowerCase().endsWith(".json")) {
    try {
      return { path, text, content: JSON.parse(text) };
    } catch (error) {
      const position = positionOfError(text);
      return {
        file: path,
        pointer: undefined,
        line: position?.line,
        column: position?.column,
        message: `is not JSON: ${messageOf(error)}`,
      };
    }
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const [syntaxError] = document.errors;
  try {
    if (syntaxError) throw syntaxError;
    const content: Json = document.toJS({ maxAliasCount: 10_000 });
    // An alias within its own anchor makes a circular value; JSON.stringify throws for it.
    if (text.includes("*")) JSON.stringify(content);
    return { path, text, content };
  } catch (error) {
    const position = error instanceof YAMLParseError ? lines.linePos(error.pos[0]) : undefined;
    return {
      file: path,
      pointer: undefined,
      line: position?.line,
      column: position?.col,
      message: `is not YAML: ${messageOf(error)}`,
    };
  }
}

/** Most JSON is YAML, and unlike JSON.parse the YAML parser reports positions. */
function positionOfError(text: string): { line: number; column: number } | undefined {
  const lines = new LineCounter();
  const [error] = parseDocument(text, { lineCounter: lines, prettyErrors: false }).errors;
  const position = error && lines.linePos(error.pos[0]);
  return position && { line: position.line, column: position.col };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}

function referencesOf(content: Json): readonly string[] {
  const found: string[] = [];
  const seen = new Set<Json>();
  const waiting: Json[] = [content];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== "object" || node === null || seen.has(node)) continue;
    seen.add(node);
    if (isArray(node)) {
      waiting.push(...node);
      continue;
    }
    const ref = stringAt(node, "$ref");
    if (ref !== undefined) found.push(ref);
    if (isObject(node.mapping)) {
      found.push(
        ...Object.values(node.mapping)
          .filter((value) => typeof value === "string" && isReference(value))
          .map(String),
      );
    }
    waiting.push(...Object.values(node));
  }
  return found;
}
