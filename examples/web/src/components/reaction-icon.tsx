import type { ReactionType } from "../store/reactions.ts";

/** SVG paths instead of emoji, which look different on each system and are missing on some. */
const icons: Readonly<Record<ReactionType, () => preact.JSX.Element>> = {
  1: () => (
    <>
      <circle class="disc like" cx="12" cy="12" r="11" />
      <path
        class="on-disc"
        d="M6.5 11.2h2.2v6.3H6.5zM10 17.1v-5.8l2.4-4.6c1.5 0 2 1 1.7 2.2l-.5 1.7h3.1c.9 0 1.5.8 1.3 1.6l-1 3.9c-.2.9-.9 1.4-1.8 1.4h-4c-.5 0-.9-.2-1.2-.4z"
      />
    </>
  ),
  2: () => (
    <>
      <circle class="disc love" cx="12" cy="12" r="11" />
      <path
        class="on-disc"
        d="M12 18.2c-3.7-2.5-6-4.6-6-7.3C6 9 7.4 7.7 9 7.7c1.3 0 2.4.7 3 1.9.6-1.2 1.7-1.9 3-1.9 1.6 0 3 1.3 3 3.2 0 2.7-2.3 4.8-6 7.3z"
      />
    </>
  ),
  3: () => (
    <>
      <circle class="disc face" cx="12" cy="12" r="11" />
      <path class="features" d="m6.5 8.3 3 1.5-3 1.5m11-3-3 1.5 3 1.5" />
      <path class="mouth" d="M6.3 13.5h11.4c-.4 3.3-2.7 5.3-5.7 5.3s-5.3-2-5.7-5.3z" />
    </>
  ),
  4: () => (
    <>
      <circle class="disc face" cx="12" cy="12" r="11" />
      <circle class="mouth" cx="8.3" cy="9.7" r="1.5" />
      <circle class="mouth" cx="15.7" cy="9.7" r="1.5" />
      <path class="features" d="M6.5 6.3c.7-.7 1.6-1 2.6-.9m8.4.9c-.7-.7-1.6-1-2.6-.9" />
      <ellipse class="mouth" cx="12" cy="16" rx="2.6" ry="3.2" />
    </>
  ),
  5: () => (
    <>
      <circle class="disc face" cx="12" cy="12" r="11" />
      <circle class="mouth" cx="8.3" cy="10.3" r="1.4" />
      <circle class="mouth" cx="15.7" cy="10.3" r="1.4" />
      <path class="features" d="M8.2 17.3c2-2.3 5.6-2.3 7.6 0" />
      <path class="tear" d="M17.3 12.6c1.3 1.7 1.9 2.6 1.9 3.5a1.9 1.9 0 0 1-3.8 0c0-.9.6-1.8 1.9-3.5z" />
    </>
  ),
};

interface ReactionIconProps {
  readonly type: ReactionType;
}

export function ReactionIcon({ type }: ReactionIconProps) {
  const Icon = icons[type];
  return (
    <svg class="reaction-icon" viewBox="0 0 24 24" aria-hidden="true">
      <Icon />
    </svg>
  );
}
