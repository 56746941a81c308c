import { readFile } from "node:fs/promises";
import { dirname, resolve as resolvePath } from "node:path";
import { LineCounter, parseDocument, YAMLParseError } from "yaml";
import { isArray, isObject, type Json, stringAt } from "../json.ts";
import type { Problem } from "../problem.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly content: Json;
}

/** Each file by its absolute path; a problem in place of one that cannot be read or parsed. */
export type Files = ReadonlyMap<string, SourceFile | Problem>;

/** Reads a file and all that it refers to, directly or through others. */
export async function readFiles(root: string): Promise<Files> {
  const files = new Map<string, SourceFile | Problem>();
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const file = await readSource(path);
    files.set(path, file);
    if ("content" in file) waiting.push(...referencesOf(file.content).flatMap((ref) => fileOf(ref, file.path) ?? []));
  }
  return files;
}

/** The absolute path of the file that a `$ref` in another file means; undefined where it means none that can be read. */
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

/** Whether a discriminator's mapping gives a reference, or else the name of a schema. */
export function isReference(value: string): boolean {
  return /[#/]|\.(json|ya?ml)$/i.test(value);
}

async function readSource(path: string): Promise<SourceFile | Problem> {
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

function parse(path: string, text: string): SourceFile | Problem {
  if (path.toLowerCase().endsWith(".json")) {
    try {
      return { path, text, content: JSON.parse(text) };
    } catch (error) {
      const place = positionOfFault(text);
      return {
        file: path,
        pointer: undefined,
        line: place?.line,
        column: place?.column,
        message: `is not JSON: ${messageOf(error)}`,
      };
    }
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const [fault] = document.errors;
  try {
    if (fault) throw fault;
    const content: Json = document.toJS({ maxAliasCount: 10_000 });
    // An alias inside of what it stands for makes an endless tree, which this refuses.
    if (text.includes("*")) JSON.stringify(content);
    return { path, text, content };
  } catch (error) {
    const place = error instanceof YAMLParseError ? lines.linePos(error.pos[0]) : undefined;
    return {
      file: path,
      pointer: undefined,
      line: place?.line,
      column: place?.col,
      message: `is not YAML: ${messageOf(error)}`,
    };
  }
}

/** JSON is YAML but for small print, and the YAML parser says where it stumbled. */
function positionOfFault(text: string): { line: number; column: number } | undefined {
  const lines = new LineCounter();
  const [fault] = parseDocument(text, { lineCounter: lines, prettyErrors: false }).errors;
  const place = fault && lines.linePos(fault.pos[0]);
  return place && { line: place.line, column: place.col };
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
