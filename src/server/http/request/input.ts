import { describeErrors } from "../../../openapi/validation-errors.ts";
import type { CompiledOperation } from "../pipeline/operation.ts";
import type { ErrorAnswer } from "../response/answer.ts";
import { invalid } from "../response/validation-messages.ts";
import type { RawParameters } from "./parameters.ts";

/** The input of a handler, or the refusal. */
export type Input = { readonly input: Readonly<Record<string, unknown>> } | { readonly refusal: ErrorAnswer };

/** Parses the documented parts of a request and validates them against their schemas, which adds defaults. */
export function readInput(
  { parse, validate, headerNames }: CompiledOperation,
  raw: RawParameters,
  body: unknown,
): Input {
  const { path, query, header, cookie, errors: syntaxErrors } = parse(raw);
  if (syntaxErrors.length > 0) return { refusal: invalid(syntaxErrors) };
  const parameters = { path, query, header, cookie };
  const errors = validate(body === undefined ? parameters : { path, query, header, cookie, requestBody: body });
  if (errors.length > 0) return { refusal: invalid(describeErrors(errors)) };
  return { input: { path, query, header: withDocumentedNames(header, headerNames), cookie, body } };
}

function withDocumentedNames(header: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = header[name.toLowerCase()];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
