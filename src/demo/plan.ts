import { pick, type Random, skewedWeight, weightedIndex } from "../util/seeded-random.ts";
import type { Language } from "./language.ts";
import type { Member } from "./people.ts";
import { makePostText, type PostText } from "./texts.ts";

const hourMs = 3_600_000;

/** Something that a member does; `member`, `post` and `comment` are places in the plan's lists. */
export type Act = { readonly at: number; readonly member: number } & (
  | { readonly kind: "post"; readonly post: number }
  | { readonly kind: "comment"; readonly post: number; readonly comment: number }
  | { readonly kind: "postReaction"; readonly post: number; readonly type: number }
  | { readonly kind: "commentReaction"; readonly comment: number; readonly type: number }
);

export interface PlannedPost {
  readonly at: number;
  readonly member: number;
  readonly text: PostText;
}

export interface Plan {
  readonly posts: readonly PlannedPost[];
  /** In order of time, so that ids grow with it. */
  readonly acts: readonly Act[];
}

export interface PlanOptions {
  readonly members: readonly Member[];
  readonly posts: number;
  readonly comments: number;
  /** Of all reactions, about one in five is to a comment. Fewer are made where everyone has reacted to everything. */
  readonly reactions: number;
  /** Milliseconds since 1970; all acts lie between them. */
  readonly from: number;
  readonly to: number;
  readonly random: Random;
}

/** Who does what when. A few members do most of it, to a few posts, mostly soon after they appeared. */
export function makePlan({ members, posts: postCount, comments, reactions, from, to, random }: PlanOptions): Plan {
  if (members.length === 0 || postCount === 0) return { posts: [], acts: [] };
  const anyMember = weightedIndex(members.map(({ activity }) => activity));
  const anySpeaker = speakers(members);
  const soonAfter = (at: number) => {
    const later = at - Math.log(1 - random()) * 8 * hourMs;
    return Math.floor(later < to ? later : at + random() * (to - at));
  };

  const times = Array.from({ length: postCount }, () => Math.floor(from + random() * (to - from))).sort(
    (a, b) => a - b,
  );
  const posts = times.map((at): PlannedPost => {
    const member = anyMember(random);
    const language = members[member]?.language;
    if (!language) throw new Error(`There is no member ${member}`);
    return { at, member, text: makePostText(random, language) };
  });
  const acts: Act[] = posts.map(({ at, member }, post) => ({ kind: "post", at, member, post }));
  const anyPost = weightedIndex(posts.map(() => skewedWeight(random)));

  const commentTimes: number[] = [];
  for (let comment = 0; comment < comments; comment++) {
    const post = anyPost(random);
    const about = posts[post];
    if (!about) continue;
    const at = soonAfter(about.at);
    acts.push({ kind: "comment", at, member: anySpeaker(about.text.language, random), post, comment });
    commentTimes.push(at);
  }

  const reacted = new Set<number>();
  for (let attempt = 0, made = 0; made < reactions && attempt < 4 * reactions; attempt++) {
    const member = anyMember(random);
    const type = pick(random, [1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5]);
    const comment = random() < 0.2 ? Math.floor(random() * commentTimes.length) : -1;
    const commentedAt = commentTimes[comment];
    const target = commentedAt === undefined ? anyPost(random) : postCount + comment;
    const pair = target * members.length + member;
    if (reacted.has(pair)) continue;
    reacted.add(pair);
    made++;
    if (commentedAt !== undefined) {
      acts.push({ kind: "commentReaction", at: soonAfter(commentedAt), member, comment, type });
    } else {
      acts.push({ kind: "postReaction", at: soonAfter(posts[target]?.at ?? from), member, post: target, type });
    }
  }
  // The sort is stable: of acts at one moment a post still comes before its comments, these before their reactions.
  return { posts, acts: acts.sort((a, b) => a.at - b.at) };
}

/** Draws a member who writes a language, by activity. */
function speakers(members: readonly Member[]): (language: Language, random: Random) => number {
  const known = new Map<Language, { readonly places: readonly number[]; readonly any: (random: Random) => number }>();
  for (const language of new Set(members.map((member) => member.language))) {
    const places = members.flatMap((member, place) => (member.language === language ? [place] : []));
    known.set(language, { places, any: weightedIndex(places.map((place) => members[place]?.activity ?? 0)) });
  }
  return (language, random) => {
    const { places = [], any = () => 0 } = known.get(language) ?? {};
    return places[any(random)] ?? 0;
  };
}
