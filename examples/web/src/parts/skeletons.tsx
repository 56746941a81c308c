interface SkeletonsProps {
  readonly count: number;
}

/** Where something will be. It appears only when that takes longer than a blink. */
export function Skeletons({ count }: SkeletonsProps) {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} class="card skeleton" aria-hidden="true">
      <span class="bone round" />
      <span class="bone short" />
      <span class="bone" />
      <span class="bone medium" />
    </div>
  ));
}
