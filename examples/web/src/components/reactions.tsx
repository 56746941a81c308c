import { messages } from "../i18n/messages.ts";
import { type Reactable, type ReactionType, reactionTypes } from "../store/reactions.ts";
import { ReactionIcon } from "./reaction-icon.tsx";

interface ReactionsProps {
  readonly item: Reactable;
  readonly isDisabled: boolean;
  /** Null removes the reaction. */
  readonly onReact: (type: ReactionType | null) => void;
}

/** Five toggle buttons; at most one is pressed. */
export function Reactions({ item, isDisabled, onReact }: ReactionsProps) {
  const t = messages.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own.
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
            <ReactionIcon type={type} />
            <span class="count">{count > 0 ? count : ""}</span>
          </button>
        );
      })}
    </div>
  );
}
