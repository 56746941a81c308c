import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Avatar } from "../parts/avatar.tsx";
import { Fault } from "../parts/fault.tsx";
import { Page } from "../parts/page.tsx";
import { PostList } from "../parts/post-list.tsx";
import { links } from "../router.ts";
import { loadMember, memberOf } from "../state/members.ts";
import { timelineFeed } from "../state/posts.ts";
import { me, userId } from "../state/session.ts";
import { dateOf, words } from "../words/words.ts";

interface ProfileProps {
  readonly id: string;
}

/** A member and what they wrote. */
export function Profile({ id }: ProfileProps) {
  const error = useSignal<unknown>(undefined);
  const t = words.value;
  const isMe = id === userId.value;
  const member = isMe ? (me.value ?? memberOf(id).value) : memberOf(id).value;

  async function load(): Promise<void> {
    error.value = undefined;
    await loadMember(id).catch((reason: unknown) => {
      error.value = reason;
    });
  }
  useEffect(() => void load(), [id]);

  if (member === null) {
    return (
      <Page title={t.noMember}>
        <p>{t.noMemberText(id)}</p>
      </Page>
    );
  }
  return (
    <Page title={member?.name ?? id} isTitleHidden>
      <section class="card member" aria-label={member?.name ?? id}>
        <Avatar author={member ?? { id, name: id, nickname: null }} isLarge />
        <div>
          <p class="member-name">
            {member?.name ?? id}
            {member?.nickname && <span class="nickname">({member.nickname})</span>}
          </p>
          <p class="note">
            @{id}
            {member && ` · ${t.joined(dateOf(member.createdAt))}`}
          </p>
          {member?.bio && <p class="content">{member.bio}</p>}
        </div>
        {isMe && (
          <a class="button" href={links.settings}>
            {t.edit}
          </a>
        )}
      </section>
      <Fault error={error.value} retry={() => void load()} />
      <PostList feed={timelineFeed(id)} empty={isMe ? t.noOwnPosts : t.noPostsBy(member?.name ?? id)} />
    </Page>
  );
}
