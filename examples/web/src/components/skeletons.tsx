interface SkeletonsProps {
  readonly count: number;
}

/** Placeholders while content loads. CSS delays them, so that fast responses do not flicker. */
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
