import type { Author } from "../api.ts";

const hueCount = 8;

interface AvatarProps {
  readonly author: Author;
  readonly isLarge?: boolean;
}

/** The initials of a name on a colour derived from the id. Hidden from screen readers, since the name is next to it. */
export function Avatar({ author, isLarge = false }: AvatarProps) {
  return (
    <span class={`avatar hue-${hueOf(author.id)}${isLarge ? " large" : ""}`} aria-hidden="true">
      {initialsOf(author.name)}
    </span>
  );
}

function hueOf(id: string): number {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hueCount;
}

/** For Korean names, the last two syllables: the given name. */
function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/);
  const [first = "?"] = parts;
  const last = parts.at(-1) ?? first;
  if (/^[가-힣]+$/.test(first)) return [...first].slice(-2).join("");
  const letters = [...first].slice(0, 1).join("") + (parts.length > 1 ? [...last].slice(0, 1).join("") : "");
  return letters.toUpperCase();
}
