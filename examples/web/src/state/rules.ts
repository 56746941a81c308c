import { words } from "../words/words.ts";

/** What openapi.yaml asks of a text, so that most mistakes are told before anything is sent. Lengths are code points. */
export interface Rule {
  readonly least: number;
  readonly most: number;
  readonly isId?: boolean;
}

export const rules = {
  id: { least: 4, most: 50, isId: true },
  name: { least: 2, most: 16 },
  password: { least: 10, most: 100 },
  /** Where one logs in, whatever was typed is tried. */
  anyPassword: { least: 1, most: 100 },
  anyId: { least: 1, most: 50 },
  nickname: { least: 0, most: 30 },
  bio: { least: 0, most: 85 },
  post: { least: 1, most: 3000 },
  comment: { least: 1, most: 1000 },
} as const satisfies Readonly<Record<string, Rule>>;

/** What is wrong with a text, in words; undefined where nothing is. */
export function faultOf(text: string, { least, most, isId = false }: Rule): string | undefined {
  const t = words.value;
  const length = lengthOf(text);
  if (length === 0 && least > 0) return t.required;
  if (length < least) return t.tooShort(least);
  if (length > most) return t.tooLong(most);
  if (isId && !/^[A-Za-z0-9._@+-]*$/.test(text)) return t.badId;
  if (/[\0\uD800-\uDFFF]/u.test(text)) return t.badText;
  return undefined;
}

export function lengthOf(text: string): number {
  return [...text].length;
}
