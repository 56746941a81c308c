import { pick, type Random, skewedWeight, wholeNumber } from "../util/seeded-random.ts";
import { english } from "./english.ts";
import { korean } from "./korean.ts";
import type { Language } from "./language.ts";
import { demoLogin } from "./login.ts";
import { fill } from "./texts.ts";

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly bio: string | null;
  readonly language: Language;
  /** Relative weight: how often they post, comment and react compared with others. */
  readonly activity: number;
}

/** Makes up a member; three in four write English, the others Korean. `taken` says whether an id is in use. */
export function makeMember(random: Random, taken: (id: string) => boolean): Member {
  const language = random() < 0.75 ? english : korean;
  const [given, givenId] = pick(random, language.names.given);
  const [family, familyId] = pick(random, language.names.family);
  const wishes = [`${givenId}.${familyId}`, `${givenId}_${familyId}`, `${givenId}${wholeNumber(random, 10, 99)}`];
  let id = pick(random, wishes);
  for (let most = 99; taken(id); most *= 10) id = `${givenId}.${familyId}${wholeNumber(random, 1, most)}`;
  return {
    id,
    name: language.names.join(given, family),
    nickname: random() < 0.6 ? pick(random, language.nicknames) : null,
    bio: random() < 0.7 ? fill(random, language, pick(random, language.bios)).text : null,
    language,
    activity: skewedWeight(random),
  };
}

/** Its activity is high, so that its timeline and notifications are not empty. */
export const demoMember: Member = {
  id: demoLogin.id,
  name: "Demo Member",
  nickname: null,
  bio: "Made up, like everybody here. Try anything.",
  language: english,
  activity: 12,
};
