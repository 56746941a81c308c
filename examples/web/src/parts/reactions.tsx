import { type Reactable, type ReactionType, reactionTypes } from "../state/reacting.ts";
import { words } from "../words/words.ts";
import { ReactionPicture } from "./reaction-picture.tsx";

interface ReactionsProps {
  readonly item: Reactable;
  readonly isDisabled: boolean;
  /** Null takes the reaction back. */
  readonly onReact: (type: ReactionType | null) => void;
}

/** Five switches of which at most one is on. */
export function Reactions({ item, isDisabled, onReact }: ReactionsProps) {
  const t = words.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's part.
    <div class="reactions" role="group" aria-label={t.reactionGroup}>
      {reactionTypes.map((type) => {
        const count = item.reactionCounts[type];
        const isMine = item.myReaction === type;
        const name = t.reactions[type - 1] ?? "";
        return (
          <button
            key={type}
            type="button"
            class="reaction"
            disabled={isDisabled}
            aria-pressed={isMine}
            aria-label={`${name}, ${count}`}
            title={name}
            onClick={() => onReact(isMine ? null : type)}
          >
            <ReactionPicture type={type} />
            <span class="count">{count > 0 ? count : ""}</span>
          </button>
        );
      })}
    </div>
  );
}
