import type { Json } from "../../openapi/json.ts";

/** The operations of a document, with types as TypeScript text. Input of the emitters. */
export interface ApiModel {
  readonly tags: readonly Tag[];
  /** The ones that some operation refers to. */
  readonly reusableAnswers: readonly ReusableAnswer[];
  readonly sharedContents: readonly SharedContent[];
}

/** The operations of one tag. */
export interface Tag {
  readonly tag: string;
  /** The tag as an identifier, as in `PostHandlers` and `implementPost`. */
  readonly name: string;
  readonly operations: readonly OperationModel[];
}

export interface OperationModel {
  /** The handler's name: the document's operationId if it is an identifier. */
  readonly operationId: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly summary: string | undefined;
  readonly isDeprecated: boolean;
  readonly parameters: readonly ParameterModel[];
  readonly body: Body | undefined;
  readonly answers: readonly AnswerModel[];
  readonly security: "required" | "optional" | "none";
  /** The `x-` properties. */
  readonly extensions: Readonly<Record<string, Json>>;
  readonly requestName: string;
  readonly answerName: string;
}

export interface ParameterModel {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** The JSON type of its schema; `unknown` if that allows several. */
  readonly type: string;
  /** The JSON type of an array's items. */
  readonly items: string | undefined;
  /** Set for a parameter that is serialized in a media type instead of a style. */
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

/** An answer defined in the operation, or a reference to a reusable one. */
export type AnswerModel = OwnAnswer | { readonly status: Status; readonly reusable: ReusableAnswer };

export interface OwnAnswer extends AnswerShape {
  readonly status: Status;
  readonly reusable: undefined;
}

/** An entry of `components.responses`: a type with the status as its parameter. */
export interface ReusableAnswer extends AnswerShape {
  readonly name: string;
  readonly description: string | undefined;
}

export interface AnswerShape {
  readonly headers: readonly Header[];
  /** The default media type first; empty for an answer without a body. */
  readonly content: readonly Content[];
}

/** Content with several media types that several answers have: a type of its own. */
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
