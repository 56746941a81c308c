import type { Author } from "../api.ts";
import { links } from "../router.ts";
import { agoOf, timeOf, words } from "../words/words.ts";

interface TimeProps {
  readonly at: string;
}

export function Ago({ at }: TimeProps) {
  return (
    <time dateTime={at} title={timeOf(at)}>
      {agoOf(at)}
    </time>
  );
}

interface AuthorLinkProps {
  readonly author: Author;
}

export function AuthorLink({ author }: AuthorLinkProps) {
  return (
    <a class="author" href={links.profile(author.id)}>
      {author.name}
      {author.nickname !== null && <span class="nickname">({author.nickname})</span>}
    </a>
  );
}

interface BylineProps extends AuthorLinkProps, TimeProps {
  readonly isEdited: boolean;
  /** Where the thing itself is to be found. */
  readonly href?: string;
}

/** Who wrote it, and when. */
export function Byline({ author, at, isEdited, href }: BylineProps) {
  return (
    <div class="byline">
      <AuthorLink author={author} />
      <span class="when">
        {href === undefined ? (
          <Ago at={at} />
        ) : (
          <a href={href}>
            <Ago at={at} />
          </a>
        )}
        {isEdited && ` · ${words.value.edited}`}
      </span>
    </div>
  );
}
