import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Avatar } from "../components/avatar.tsx";
import { ErrorMessage } from "../components/error-message.tsx";
import { Page } from "../components/page.tsx";
import { PostList } from "../components/post-list.tsx";
import { formatDate } from "../i18n/dates.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";
import { loadMember, memberOf } from "../store/members.ts";
import { timelineFeed } from "../store/posts.ts";
import { me, userId } from "../store/session.ts";

interface ProfileProps {
  readonly id: string;
}

/** A member's profile and timeline. */
export function Profile({ id }: ProfileProps) {
  const error = useSignal<unknown>(undefined);
  const t = messages.value;
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
            {member && ` · ${t.joined(formatDate(member.createdAt))}`}
          </p>
          {member?.bio && <p class="content">{member.bio}</p>}
        </div>
        {isMe && (
          <a class="button" href={links.settings}>
            {t.edit}
          </a>
        )}
      </section>
      <ErrorMessage error={error.value} onRetry={() => void load()} />
      <PostList feed={timelineFeed(id)} empty={isMe ? t.noOwnPosts : t.noPostsBy(member?.name ?? id)} />
    </Page>
  );
}
