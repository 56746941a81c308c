import type { OperationModel, Tag } from "../codegen/model/operation.ts";

/** The handlers of a tag that has none yet. */
export function handlersSkeleton({ name }: Tag, operations: readonly OperationModel[]): string {
  const variable = lowerFirst(name);
  return `import { type ${name}Handlers, implement${name} } from "../../../../generated/operations.ts";
import type { Database } from "../../database/database.ts";

/** What the handlers need; \`Services\` in src/server/handlers.ts has what there is. */
export interface ${name}Deps {
  readonly database: Database;
}

export function ${variable}Handlers(_deps: ${name}Deps): ${name}Handlers {
  return implement${name}({
${operations.map(handlerSkeleton).join(",\n\n")},
  });
}
`;
}

export function handlerSkeleton({ operationId }: OperationModel): string {
  return `    async ${operationId}() {
      throw new Error("${operationId} is not implemented yet");
    }`;
}

/** The contract rules of a tag that has none yet. */
export function rulesSkeleton({ name }: Tag, operations: readonly OperationModel[]): string {
  return `import assert from "node:assert/strict";
import { type ContractRule, specAt } from "../rule.ts";

export const ${lowerFirst(name)}Rules: readonly ContractRule[] = [
${operations.map((operation) => ruleSkeleton(name, operation)).join(",\n")},
];
`;
}

export function ruleSkeleton(tagName: string, { operationId, method, path, answers }: OperationModel): string {
  const statuses = answers.map(({ status }) => status.key).join(", ");
  const pointer = `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`;
  return `  {
    id: "${kebabCase(tagName)}/${kebabCase(operationId)}",
    title: "${operationId} does what the document says",
    source: specAt("${pointer}"),
    operations: ["${operationId}"],
    async run() {
      assert.fail("This rule is not written yet. ${operationId} answers ${statuses}");
    },
  }`;
}

export interface TableNames {
  /** As in SQL: plural, lower case, with underscores. */
  readonly table: string;
  /** The model's name: singular, such as Bookmark. */
  readonly model: string;
}

export function modelSkeleton({ table, model }: TableNames): string {
  return `import type { CreationOptional, InferAttributes, InferCreationAttributes, Model } from "sequelize";
import { serialKey, timestampColumn, userReference } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

export interface ${model} extends Model<InferAttributes<${model}>, InferCreationAttributes<${model}>> {
  id: CreationOptional<number>;
  userId: string;
  createdAt: Date;
}

export const ${lowerFirst(model)}Model = modelOf((sequelize) =>
  sequelize.define<${model}>(
    "${model}",
    { id: serialKey(), userId: userReference(), createdAt: timestampColumn() },
    { tableName: "${table}" },
  ),
);
`;
}

export function migrationSkeleton({ table, model }: TableNames, fileName: string): string {
  return `import type { Migration } from "./migration.ts";

export const ${lowerFirst(model)}s: Migration = {
  name: "${fileName}",
  up: ({ serial, timestamp }) => [
    \`CREATE TABLE ${table} (
      id \${serial},
      user_id varchar(50) NOT NULL CONSTRAINT ${table}_user_fk REFERENCES users (id),
      created_at \${timestamp} NOT NULL
    )\`,
    "CREATE INDEX ${table}_user_id ON ${table} (user_id, id)",
  ],
  down: () => ["DROP TABLE ${table}"],
};
`;
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function kebabCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
