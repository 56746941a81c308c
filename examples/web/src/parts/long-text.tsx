import { useSignal } from "@preact/signals";
import { words } from "../words/words.ts";

interface LongTextProps {
  readonly text: string;
  readonly isWhole: boolean;
}

/** A text that takes more room than this is cut off in lists. */
const most = { characters: 700, lines: 12 };

export function LongText({ text, isWhole }: LongTextProps) {
  const isOpen = useSignal(isWhole);
  const isLong = text.length > most.characters || text.split("\n").length > most.lines;
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
        {words.value.showAll}
      </button>
    </>
  );
}
