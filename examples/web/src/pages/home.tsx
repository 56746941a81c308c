import { Composer } from "../parts/composer.tsx";
import { Page } from "../parts/page.tsx";
import { PostList } from "../parts/post-list.tsx";
import { homeFeed, writePost } from "../state/posts.ts";
import { rules } from "../state/rules.ts";
import { words } from "../words/words.ts";

/** What everybody writes. */
export function Home() {
  const t = words.value;
  return (
    <Page title={t.home} isTitleHidden>
      <section class="card" aria-label={t.newPost}>
        <Composer label={t.write} rule={rules.post} submit={t.publish} submitting={t.sending} onSubmit={writePost} />
      </section>
      <PostList feed={homeFeed()} empty={t.noPosts} />
    </Page>
  );
}
