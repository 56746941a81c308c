import type { Json } from "../../openapi/json.ts";

/** What is generated from: a document's operations, with every type as TypeScript text. */
export interface Model {
  readonly tags: readonly Tag[];
  /** The ones that some operation refers to. */
  readonly reusableAnswers: readonly ReusableAnswer[];
  readonly sharedContents: readonly SharedContent[];
}

/** The operations of one tag. */
export interface Tag {
  readonly tag: string;
  /** As in `PostHandlers` and `implementPost`. */
  readonly name: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  /** The name of its handler: its operationId wherever that is an identifier. */
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly summary: string | undefined;
  readonly isDeprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly answers: readonly Answer[];
  readonly security: "required" | "optional" | "none";
  /** The operation's `x-` properties. */
  readonly extensions: Readonly<Record<string, Json>>;
  readonly requestName: string;
  readonly answerName: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** The JSON type of its schema, `unknown` where that allows several. */
  readonly type: string;
  /** The JSON type of an array's items. */
  readonly items: string | undefined;
  /** Set where the parameter is not written in a style but in this media type. */
  readonly mediaType: string | undefined;
  readonly typeText: string;
}

export interface Body {
  readonly required: boolean;
  readonly content: readonly Content[];
}

export interface Content {
  readonly mediaType: string;
  readonly typeText: string;
}

/** An answer that stands in the operation itself, or a reusable one. */
export type Answer = OwnAnswer | { readonly status: Status; readonly reusable: ReusableAnswer };

export interface OwnAnswer extends AnswerShape {
  readonly status: Status;
  readonly reusable: undefined;
}

/** An entry of the document's `components.responses`, as a type with the status as its parameter. */
export interface ReusableAnswer extends AnswerShape {
  readonly name: string;
  readonly description: string | undefined;
}

export interface AnswerShape {
  readonly headers: readonly Header[];
  /** The default one first; empty for an answer without a body. */
  readonly content: readonly Content[];
}

/** Content of more than one media type that more than one answer has, as a type of its own. */
export interface SharedContent {
  readonly name: string;
  readonly content: readonly Content[];
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly typeText: string;
}

/** A key of the document's `responses`: `404`, `4XX` or `default`. */
export type Status = { readonly key: string; readonly typeText: string };
