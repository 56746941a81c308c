import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "sequelize";
import { addToCounters } from "../server/database/counters/sharded-counters.ts";
import type { Database } from "../server/database/database.ts";
import { commentModel } from "../server/features/comment/model.ts";
import { notificationModel } from "../server/features/notification/model.ts";
import { postModel } from "../server/features/post/model.ts";
import { commentReactionModel, postReactionModel } from "../server/features/reaction/model.ts";
import type { Random } from "../util/seeded-random.ts";
import { effectsOf } from "./effects.ts";
import type { Member } from "./people.ts";
import type { Act, Plan } from "./plan.ts";
import { addToRowCounters } from "./row-counters.ts";
import { makeCommentText } from "./texts.ts";

/** Acts in a transaction: some 50 ms, for which a server on the same SQLite file has to wait before it can write. */
const chunkSize = 500;
/** Lets other processes have their turn; SQLite keeps no queue among them. */
const pauseMs = 3;

const reactionColumns = [1, 2, 3, 4, 5].map((type) => `reaction_count_${type}`);

export interface NewActs {
  readonly database: Database;
  readonly members: readonly Member[];
  readonly plan: Plan;
  readonly random: Random;
  /** When each member last looked at their notifications, in milliseconds since 1970. */
  readonly lastSeen: readonly number[];
  /** Called after each transaction with the number of acts in it. */
  readonly progress: (acts: number) => void;
}

/**
 * Writes a plan in order of time, a few hundred acts in a transaction. Every counter is right after each of them, so a
 * run that is broken off leaves a sound database.
 *
 * @returns how many notifications the acts made
 */
export async function writeActs(options: NewActs): Promise<number> {
  const { acts } = options.plan;
  const write = actsWriter(options);
  let notified = 0;
  for (let start = 0; start < acts.length; start += chunkSize) {
    const chunk = acts.slice(start, start + chunkSize);
    notified += await write(chunk);
    options.progress(chunk.length);
    await delay(pauseMs);
  }
  return notified;
}

function actsWriter({ database, members, plan, random, lastSeen }: NewActs): (acts: readonly Act[]) => Promise<number> {
  const Comment = commentModel(database);
  const CommentReaction = commentReactionModel(database);
  const Notification = notificationModel(database);
  const Post = postModel(database);
  const PostReaction = postReactionModel(database);
  // Later chunks refer to what earlier ones wrote.
  const postIds: number[] = [];
  const commentIds: number[] = [];
  const memberId = (place: number) => found(members[place]).id;
  const textOf = ({ post }: { post: number }) => found(plan.posts[post]).text;

  return async (acts) => {
    const posts = acts.filter((act) => act.kind === "post");
    const comments = acts.filter((act) => act.kind === "comment");
    const commentTexts = comments.map((act) => makeCommentText(random, textOf(act)));
    const effects = effectsOf(acts, plan, lastSeen);

    async function insert(transaction: Transaction) {
      const madePosts = await Post.bulkCreate(
        posts.map((act) => ({ ownerId: memberId(act.member), content: textOf(act).text, ...written(act) })),
        { transaction, returning: ["id"] },
      );
      for (const [index, { id }] of madePosts.entries()) postIds[found(posts[index]).post] = id;

      const madeComments = await Comment.bulkCreate(
        comments.map((act, index) => {
          const content = found(commentTexts[index]);
          return { postId: found(postIds[act.post]), ownerId: memberId(act.member), content, ...written(act) };
        }),
        { transaction, returning: ["id"] },
      );
      for (const [index, { id }] of madeComments.entries()) commentIds[found(comments[index]).comment] = id;

      await PostReaction.bulkCreate(
        acts.flatMap((act) => {
          if (act.kind !== "postReaction") return [];
          return { postId: found(postIds[act.post]), userId: memberId(act.member), type: act.type, ...made(act) };
        }),
        { transaction },
      );
      await CommentReaction.bulkCreate(
        acts.flatMap((act) => {
          if (act.kind !== "commentReaction") return [];
          const commentId = found(commentIds[act.comment]);
          return { commentId, userId: memberId(act.member), type: act.type, ...made(act) };
        }),
        { transaction },
      );
      await Notification.bulkCreate(
        effects.notifications.map((planned) => {
          const { type, isRead } = planned;
          const [userId, actorId] = [memberId(planned.member), memberId(planned.actor)];
          return { userId, type, actorId, postId: found(postIds[planned.post]), isRead, ...made(planned) };
        }),
        { transaction },
      );
    }

    async function count(transaction: Transaction) {
      const by = <Id>(ids: (place: number) => Id, changes: ReadonlyMap<number, readonly number[]>) =>
        [...changes].map(([place, change]) => [ids(place), change] as const);
      const postChanges = by((place) => found(postIds[place]), effects.posts);
      const commentChanges = by((place) => found(commentIds[place]), effects.comments);
      await addToRowCounters(database, transaction, "posts", [...reactionColumns, "comment_count"], postChanges);
      await addToRowCounters(database, transaction, "comments", reactionColumns, commentChanges);
      await addToRowCounters(database, transaction, "users", ["unread_count"], by(memberId, effects.unread));
      await addToCounters(database, transaction, effects.tallies);
    }

    await database.write(async (transaction) => {
      await insert(transaction);
      await count(transaction);
    });
    return effects.notifications.length;
  };
}

function made({ at }: { at: number }) {
  return { createdAt: new Date(at) };
}

function written({ at }: { at: number }) {
  return { createdAt: new Date(at), updatedAt: new Date(at) };
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error("The plan refers to something that it does not hold");
  return item;
}
