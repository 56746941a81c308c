import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ApiModel, OperationModel, Tag } from "../codegen/model/operation.ts";
import {
  handlerSkeleton,
  handlersSkeleton,
  kebabCase,
  lowerFirst,
  migrationSkeleton,
  modelSkeleton,
  ruleSkeleton,
  rulesSkeleton,
  type TableNames,
} from "./skeletons.ts";
import { addImport, appendToArgument, appendToRegistry } from "./source-edits.ts";

export interface ScaffoldOptions {
  /** The repository's folder. */
  readonly root: string;
  readonly model: ApiModel;
  readonly operationId: string;
  /** Also writes a model and a migration for this table, such as `bookmarks`. */
  readonly table: string | undefined;
}

/** Nothing was written; the message says why. */
export class ScaffoldError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ScaffoldError";
  }
}

/**
 * Writes what an operation of the document still lacks: its handler, its contract rule and, where a table is named, a model and
 * a migration; and registers what is new. What exists is extended, never replaced.
 * @returns the files that were written or changed, relative to the root, each with what is left to do in it
 * @throws ScaffoldError when the document has no such operation, or it has a handler already
 */
export async function scaffold({
  root,
  model,
  operationId,
  table,
}: ScaffoldOptions): Promise<ReadonlyMap<string, string>> {
  const { tag, operation } = findOperation(model, operationId);
  const feature = kebabCase(tag.name);
  const tableNames = table === undefined ? undefined : namesOf(table);
  const written = new Map<string, string>();

  async function write(path: string, text: string, next: string): Promise<void> {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    written.set(path, next);
  }
  async function edit(path: string, change: (source: string) => string, next: string): Promise<void> {
    await write(path, change(await readFile(join(root, path), "utf8")), next);
  }

  async function addHandler(): Promise<void> {
    const path = `src/server/features/${feature}/handlers.ts`;
    const isNew = !existsSync(join(root, path));
    const next = `implement ${(isNew ? tag.operations.map(idOf) : [operationId]).join(", ")}`;
    const handlers = `${lowerFirst(tag.name)}Handlers`;
    if (isNew) {
      await write(path, handlersSkeleton(tag, tag.operations), next);
      const register = (source: string) =>
        addImport(appendToRegistry(source, `...${handlers}(services)`), handlers, `./features/${feature}/handlers.ts`);
      return edit("src/server/handlers.ts", register, "registered; nothing to do");
    }
    const source = await readFile(join(root, path), "utf8");
    if (new RegExp(`\\b${operationId}\\b\\s*[(:,]`).test(source))
      throw new ScaffoldError(`${path} has ${operationId} already`);
    await write(path, appendToArgument(source, `implement${tag.name}`, `\n${handlerSkeleton(operation)}`), next);
  }

  async function addRule(): Promise<void> {
    const path = `src/contract/rules/${feature}.ts`;
    const next = "write the rules; every status that an operation documents must be provoked";
    if (existsSync(join(root, path))) {
      return edit(path, (source) => appendToRegistry(source, ruleSkeleton(tag.name, operation)), next);
    }
    const rules = `${lowerFirst(tag.name)}Rules`;
    await write(path, rulesSkeleton(tag, tag.operations), next);
    const register = (source: string) => addImport(appendToRegistry(source, rules), rules, `./${feature}.ts`);
    await edit("src/contract/rules/registry.ts", register, "registered; nothing to do");
  }

  async function addTable(names: TableNames): Promise<void> {
    const folder = "src/server/database/migrations";
    const modelPath = `src/server/features/${feature}/model.ts`;
    if (existsSync(join(root, modelPath)))
      throw new ScaffoldError(`${modelPath} exists already: add the table by hand`);
    const numbers = (await readdir(join(root, folder))).map((name) => Number.parseInt(name, 10) || 0);
    const fileName = `${String(Math.max(...numbers) + 1).padStart(4, "0")}-${names.table.replaceAll("_", "-")}`;
    const variable = `${lowerFirst(names.model)}s`;
    await write(modelPath, modelSkeleton(names), "add its columns");
    await write(`${folder}/${fileName}.ts`, migrationSkeleton(names, fileName), "add its columns and constraints");
    const register = (source: string) => addImport(appendToRegistry(source, variable), variable, `./${fileName}.ts`);
    await edit(`${folder}/all.ts`, register, "registered; nothing to do");
  }

  if (tableNames) await addTable(tableNames);
  await addHandler();
  await addRule();
  return written;
}

function idOf({ operationId }: OperationModel): string {
  return operationId;
}

function findOperation(
  { tags }: ApiModel,
  operationId: string,
): { readonly tag: Tag; readonly operation: OperationModel } {
  for (const tag of tags) {
    const operation = tag.operations.find((candidate) => candidate.operationId === operationId);
    if (operation) return { tag, operation };
  }
  throw new ScaffoldError(`openapi.yaml has no operation ${operationId}. Describe it there first`);
}

/** `post_bookmarks` is the table of the model PostBookmark. */
function namesOf(table: string): TableNames {
  if (!/^[a-z][a-z0-9_]*s$/.test(table)) {
    throw new ScaffoldError(`--table must be a plural in lower case, such as bookmarks, not ${table}`);
  }
  const model = table
    .slice(0, -1)
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return { table, model };
}
