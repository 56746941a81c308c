import { describeErrors } from "../../../openapi/validation-errors.ts";
import type { CompiledOperation } from "../pipeline/operation.ts";
import type { ErrorAnswer } from "../response/answer.ts";
import { invalid } from "../response/validation-messages.ts";
import type { RawParameters } from "./parameters.ts";

/** What a handler is given, or the refusal to answer with. */
export type Input = { readonly input: Readonly<Record<string, unknown>> } | { readonly refusal: ErrorAnswer };

/** Parses what an operation documents of a request and validates it against its schemas, which adds their defaults. */
export function readInput(
  { parse, validate, headerNames }: CompiledOperation,
  raw: RawParameters,
  body: unknown,
): Input {
  const { path, query, header, cookie, faults } = parse(raw);
  if (faults.length > 0) return { refusal: invalid(faults) };
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
