import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { client, type Reaction } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { createFeed } from "../store/feed.ts";
import { type ReactionType, reactionTypes } from "../store/reactions.ts";
import { Avatar } from "./avatar.tsx";
import { AuthorLink, RelativeTime } from "./byline.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorMessage } from "./error-message.tsx";
import { ReactionIcon } from "./reaction-icon.tsx";

interface ReactionsDialogProps {
  readonly postId: number;
  readonly onClose: () => void;
}

/** The reactions to a post, newest first, optionally of one type. */
export function ReactionsDialog({ postId, onClose }: ReactionsDialogProps) {
  const type = useSignal<ReactionType | undefined>(undefined);
  const selected = type.value;
  const t = messages.value;
  const feed = useMemo(
    () =>
      createFeed<Reaction>((cursor) =>
        client.listPostReactions({
          path: { postId },
          query: { ...(selected && { type: selected }), ...(cursor !== undefined && { cursor }) },
        }),
      ),
    [postId, selected],
  );
  useEffect(() => void feed.loadMore(), [feed]);
  const items = feed.items.value;

  return (
    <Dialog title={t.whoReacted} onClose={onClose}>
      {() => (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own. */}
          <div class="filter" role="group" aria-label={t.reactionGroup}>
            {[undefined, ...reactionTypes].map((option) => (
              <button
                key={option ?? "all"}
                type="button"
                aria-pressed={selected === option}
                aria-label={option && t.reactions[option - 1]}
                onClick={() => {
                  type.value = option;
                }}
              >
                {option ? <ReactionIcon type={option} /> : t.all}
              </button>
            ))}
          </div>
          <ul class="member-list" aria-busy={feed.isLoading.value}>
            {items?.map(({ user, type: reaction, createdAt }) => (
              <li key={user.id}>
                <Avatar author={user} />
                <AuthorLink author={user} />
                <span class="hidden">{t.reactions[reaction - 1]}</span>
                {reactionTypes
                  .filter((match) => match === reaction)
                  .map((match) => (
                    <ReactionIcon key={match} type={match} />
                  ))}
                <RelativeTime at={createdAt} />
              </li>
            ))}
          </ul>
          {items?.length === 0 && <p class="note">{t.noReactions}</p>}
          <ErrorMessage error={feed.error.value} onRetry={() => void feed.loadMore()} />
          {items && !feed.isComplete.value && (
            <button type="button" onClick={() => void feed.loadMore()}>
              {t.more}
            </button>
          )}
        </>
      )}
    </Dialog>
  );
}
