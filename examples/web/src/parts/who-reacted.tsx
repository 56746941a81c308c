import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { client, type Reaction } from "../api.ts";
import { createFeed } from "../state/feed.ts";
import { type ReactionType, reactionTypes } from "../state/reacting.ts";
import { words } from "../words/words.ts";
import { Avatar } from "./avatar.tsx";
import { Ago, AuthorLink } from "./byline.tsx";
import { Dialog } from "./dialog.tsx";
import { Fault } from "./fault.tsx";
import { ReactionPicture } from "./reaction-picture.tsx";

interface WhoReactedProps {
  readonly postId: number;
  readonly onClose: () => void;
}

/** Who reacted to a post, newest first, all of them or those with one type. */
export function WhoReacted({ postId, onClose }: WhoReactedProps) {
  const type = useSignal<ReactionType | undefined>(undefined);
  const chosen = type.value;
  const t = words.value;
  const feed = useMemo(
    () =>
      createFeed<Reaction>((cursor) =>
        client.listPostReactions({
          path: { postId },
          query: { ...(chosen && { type: chosen }), ...(cursor !== undefined && { cursor }) },
        }),
      ),
    [postId, chosen],
  );
  useEffect(() => void feed.more(), [feed]);
  const items = feed.items.value;

  return (
    <Dialog title={t.whoReacted} onClose={onClose}>
      {() => (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a form's part. */}
          <div class="filter" role="group" aria-label={t.reactionGroup}>
            {[undefined, ...reactionTypes].map((each) => (
              <button
                key={each ?? "all"}
                type="button"
                aria-pressed={chosen === each}
                aria-label={each && t.reactions[each - 1]}
                onClick={() => {
                  type.value = each;
                }}
              >
                {each ? <ReactionPicture type={each} /> : t.all}
              </button>
            ))}
          </div>
          <ul class="people" aria-busy={feed.isLoading.value}>
            {items?.map(({ user, type: theirs, createdAt }) => (
              <li key={user.id}>
                <Avatar author={user} />
                <AuthorLink author={user} />
                <span class="hidden">{t.reactions[theirs - 1]}</span>
                {reactionTypes
                  .filter((known) => known === theirs)
                  .map((known) => (
                    <ReactionPicture key={known} type={known} />
                  ))}
                <Ago at={createdAt} />
              </li>
            ))}
          </ul>
          {items?.length === 0 && <p class="note">{t.noReactions}</p>}
          <Fault error={feed.error.value} retry={() => void feed.more()} />
          {items && !feed.isComplete.value && (
            <button type="button" onClick={() => void feed.more()}>
              {t.more}
            </button>
          )}
        </>
      )}
    </Dialog>
  );
}
