import { Composer } from "../components/composer.tsx";
import { Page } from "../components/page.tsx";
import { PostList } from "../components/post-list.tsx";
import { messages } from "../i18n/messages.ts";
import { homeFeed, writePost } from "../store/posts.ts";
import { rules } from "../store/validation.ts";

/** The posts of all members, and a composer for a new one. */
export function Home() {
  const t = messages.value;
  return (
    <Page title={t.home} isTitleHidden>
      <section class="card" aria-label={t.newPost}>
        <Composer label={t.write} rule={rules.post} submit={t.publish} submitting={t.sending} onSubmit={writePost} />
      </section>
      <PostList feed={homeFeed()} empty={t.noPosts} />
    </Page>
  );
}
