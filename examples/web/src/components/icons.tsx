import type { ComponentChildren } from "preact";

interface IconProps {
  readonly children: ComponentChildren;
}

/** A decorative icon next to a text label, hidden from screen readers. */
function Icon({ children }: IconProps) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const icons = {
  home: () => (
    <Icon>
      <path d="M4 11.5 12 5l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5h-5v5H5a1 1 0 0 1-1-1z" />
    </Icon>
  ),
  bell: () => (
    <Icon>
      <path d="M6 16.5v-5a6 6 0 0 1 12 0v5l1.5 1.5h-15zM10 20.5h4" />
    </Icon>
  ),
  person: () => (
    <Icon>
      <circle cx="12" cy="8.5" r="3.75" />
      <path d="M4.5 20c.8-4 3.8-5.75 7.5-5.75S18.7 16 19.5 20" />
    </Icon>
  ),
  settings: () => (
    <Icon>
      <path d="M4 7h9m5 0h2M4 12h2m5 0h9M4 17h9m5 0h2" />
      <circle cx="15.5" cy="7" r="2" />
      <circle cx="8.5" cy="12" r="2" />
      <circle cx="15.5" cy="17" r="2" />
    </Icon>
  ),
  comment: () => (
    <Icon>
      <path d="M5 5.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4.5 3.5v-3.5H5a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z" />
    </Icon>
  ),
  close: () => (
    <Icon>
      <path d="m6.5 6.5 11 11m0-11-11 11" />
    </Icon>
  ),
} as const;
