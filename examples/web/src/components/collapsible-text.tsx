import { useSignal } from "@preact/signals";
import { messages } from "../i18n/messages.ts";

interface CollapsibleTextProps {
  readonly text: string;
  readonly isWhole: boolean;
}

/** Longer texts are collapsed in lists. */
const maxCollapsed = { characters: 700, lines: 12 };

export function CollapsibleText({ text, isWhole }: CollapsibleTextProps) {
  const isOpen = useSignal(isWhole);
  const isLong = text.length > maxCollapsed.characters || text.split("\n").length > maxCollapsed.lines;
  if (isOpen.value || !isLong) return <p class="content">{text}</p>;
  return (
    <>
      <p class="content cut">{text}</p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        {messages.value.showAll}
      </button>
    </>
  );
}
