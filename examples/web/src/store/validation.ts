import { messages } from "../i18n/messages.ts";

/** Constraints of openapi.yaml, checked before a request is sent. Lengths are in code points. */
export interface Rule {
  readonly minLength: number;
  readonly maxLength: number;
  readonly isId?: boolean;
}

export const rules = {
  id: { minLength: 4, maxLength: 50, isId: true },
  name: { minLength: 2, maxLength: 16 },
  password: { minLength: 10, maxLength: 100 },
  /** For the login: accounts may be older than today's rules. */
  anyPassword: { minLength: 1, maxLength: 100 },
  anyId: { minLength: 1, maxLength: 50 },
  nickname: { minLength: 0, maxLength: 30 },
  bio: { minLength: 0, maxLength: 85 },
  post: { minLength: 1, maxLength: 3000 },
  comment: { minLength: 1, maxLength: 1000 },
} as const satisfies Readonly<Record<string, Rule>>;

/** @returns a message for the user; undefined for a valid text */
export function validate(text: string, { minLength, maxLength, isId = false }: Rule): string | undefined {
  const t = messages.value;
  const length = lengthOf(text);
  if (length === 0 && minLength > 0) return t.required;
  if (length < minLength) return t.tooShort(minLength);
  if (length > maxLength) return t.tooLong(maxLength);
  if (isId && !/^[A-Za-z0-9._@+-]*$/.test(text)) return t.badId;
  if (/[\0\uD800-\uDFFF]/u.test(text)) return t.badText;
  return undefined;
}

export function lengthOf(text: string): number {
  return [...text].length;
}
