import type { Author } from "../api.ts";
import { formatRelativeTime, formatTime } from "../i18n/dates.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";

interface TimeProps {
  readonly at: string;
}

export function RelativeTime({ at }: TimeProps) {
  return (
    <time dateTime={at} title={formatTime(at)}>
      {formatRelativeTime(at)}
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
  /** Link to the post. */
  readonly href?: string;
}

/** Author and time of a post or comment. */
export function Byline({ author, at, isEdited, href }: BylineProps) {
  return (
    <div class="byline">
      <AuthorLink author={author} />
      <span class="when">
        {href === undefined ? (
          <RelativeTime at={at} />
        ) : (
          <a href={href}>
            <RelativeTime at={at} />
          </a>
        )}
        {isEdited && ` · ${messages.value.edited}`}
      </span>
    </div>
  );
}
