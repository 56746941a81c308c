import type { Revocations } from "../account/revocations.ts";
import type { Link } from "./link.ts";

/** Has every worker learn at once which sessions one of them ended. */
export function shareRevocations(revocations: Revocations, primary: Link): Revocations {
  primary.hear("ended", ({ ids, at }) => revocations.add(ids, new Date(at)));
  return {
    ...revocations,
    add(ids, revokedAt) {
      revocations.add(ids, revokedAt);
      primary.tell("ended", { ids, at: revokedAt.getTime() });
    },
  };
}
