import assert from "node:assert/strict";
import fc from "fast-check";
import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import { noReactions } from "./data.ts";
import type { Member } from "./members.ts";
import { all } from "./pages.ts";

/** What one post should look like, by who did what. */
export interface Model {
  /** The reaction of each caller by their index. */
  readonly reactions: Map<number, number>;
  /** Comments in the order in which they were written. */
  comments: {
    readonly id: number;
    readonly writer: number;
    content: string;
    isModified: boolean;
    reactions: Map<number, number>;
  }[];
  /** Who commented, in order, and who reacted at least once: what the owner is told of. */
  told: number;
  readonly reactedOnce: Set<number>;
}

export interface CommandContext {
  /** The first owns the post. */
  readonly people: readonly Member[];
  readonly postId: number;
  readonly blame: RuleContext["blame"];
}

export type Command = fc.AsyncCommand<Model, CommandContext>;

function callerOf({ people }: CommandContext, index: number): Member {
  const caller = people[index % people.length];
  assert.ok(caller);
  return caller;
}

/** The comment that a command is about; commands on comments are run only where there is one. */
function commentOf({ comments }: Model, index: number): Model["comments"][number] {
  const comment = comments[index % comments.length];
  assert.ok(comment);
  return comment;
}

/** A command after which its caller looks at once, so that whatever is wrong is its operation's fault. */
function thenLook(operationId: OperationId, who: number, command: Command): Command {
  return {
    ...command,
    async run(model, scene) {
      await scene.blame(operationId, async () => {
        await command.run(model, scene);
        await assertSeen(model, scene, who);
      });
    },
  };
}

const react = (who: number, type: number): Command =>
  thenLook("reactToPost", who, {
    check: () => true,
    async run(model, scene) {
      const { body } = await callerOf(scene, who).call("reactToPost", 201, {
        path: { postId: scene.postId },
        body: { type: asType(type) },
      });
      const before = model.reactions.get(who);
      assert.equal(body.type, type);
      if (before === undefined) assert.equal(body.isModified, false, "a new reaction is not a modified one");
      else if (before !== type) assert.equal(body.isModified, true, "a changed reaction is a modified one");
      if (who !== 0 && !model.reactedOnce.has(who)) {
        model.reactedOnce.add(who);
        model.told++;
      }
      model.reactions.set(who, type);
    },
    toString: () => `${who} reacts with ${type}`,
  });

const withdraw = (who: number): Command =>
  thenLook("unreactToPost", who, {
    check: () => true,
    async run(model, scene) {
      const path = { postId: scene.postId };
      const type = model.reactions.get(who);
      const { status, body } = await callerOf(scene, who).callAny("unreactToPost", [200, 404], { path });
      assert.equal(status, type === undefined ? 404 : 200);
      if (type !== undefined) assert.equal(Object(body).type, type);
      model.reactions.delete(who);
    },
    toString: () => `${who} withdraws`,
  });

const comment = (who: number, content: string): Command =>
  thenLook("createComment", who, {
    check: () => true,
    async run(model, scene) {
      const path = { postId: scene.postId };
      const { body } = await callerOf(scene, who).call("createComment", 201, { path, body: { content } });
      model.comments.push({ id: body.id, writer: who, content, isModified: false, reactions: new Map() });
      if (who !== 0) model.told++;
    },
    toString: () => `${who} comments`,
  });

const uncomment = (who: number, index: number): Command =>
  thenLook("deleteComment", who, {
    check: ({ comments }) => comments.length > 0,
    async run(model, scene) {
      const { id, writer } = commentOf(model, index);
      const path = { postId: scene.postId, commentId: id };
      const may = who === writer || who === 0;
      await callerOf(scene, who).callAny("deleteComment", [may ? 200 : 403], { path });
      if (may) model.comments = model.comments.filter((each) => each.id !== id);
    },
    toString: () => `${who} deletes comment ${index}`,
  });

const rewrite = (who: number, index: number, content: string): Command =>
  thenLook("updateComment", who, {
    check: ({ comments }) => comments.length > 0,
    async run(model, scene) {
      const own = commentOf(model, index);
      const path = { postId: scene.postId, commentId: own.id };
      const may = who === own.writer;
      await callerOf(scene, who).callAny("updateComment", [may ? 200 : 403], { path, body: { content } });
      if (may) Object.assign(own, { content, isModified: true });
    },
    toString: () => `${who} rewrites comment ${index}`,
  });

const reactTo = (who: number, index: number, type: number): Command =>
  thenLook("reactToComment", who, {
    check: ({ comments }) => comments.length > 0,
    async run(model, scene) {
      const { id, reactions } = commentOf(model, index);
      const path = { postId: scene.postId, commentId: id };
      await callerOf(scene, who).call("reactToComment", 201, { path, body: { type: asType(type) } });
      reactions.set(who, type);
    },
    toString: () => `${who} reacts to comment ${index} with ${type}`,
  });

const withdrawFromComment = (who: number, index: number): Command =>
  thenLook("unreactToComment", who, {
    check: ({ comments }) => comments.length > 0,
    async run(model, scene) {
      const { id, reactions } = commentOf(model, index);
      const path = { postId: scene.postId, commentId: id };
      await callerOf(scene, who).callAny("unreactToComment", [reactions.has(who) ? 200 : 404], { path });
      reactions.delete(who);
    },
    toString: () => `${who} withdraws from comment ${index}`,
  });

/** A caller sees the post and its comments as the model has them, with their own reactions. */
export async function assertSeen(model: Model, scene: CommandContext, who: number): Promise<void> {
  const path = { postId: scene.postId };
  const reader = callerOf(scene, who);
  const { body: post } = await reader.call("getPost", 200, { path });
  assert.equal(post.commentCount, model.comments.length, "commentCount");
  assert.deepEqual(post.reactionCounts, tally(model.reactions), "reactionCounts of the post");
  assert.equal(post.myReaction, model.reactions.get(who) ?? null, "myReaction to the post");
  const comments = await all(reader, "listComments", { path }, 3);
  assert.deepEqual(
    comments.map(({ id, content, isModified, reactionCounts, myReaction }) => ({
      id,
      content,
      isModified,
      reactionCounts,
      myReaction,
    })),
    model.comments.map(({ id, content, isModified, reactions }) => ({
      id,
      content,
      isModified,
      reactionCounts: tally(reactions),
      myReaction: reactions.get(who) ?? null,
    })),
    "the comments",
  );
}

function tally(reactions: ReadonlyMap<number, number>): Record<string, number> {
  const counts: Record<string, number> = { ...noReactions };
  for (const type of reactions.values()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const types = [1, 2, 3, 4, 5] as const;

function asType(type: number): (typeof types)[number] {
  return types.find((each) => each === type) ?? 1;
}

export const callers = 3;

/** Sequences of what the callers do to the post and its comments. */
export function commands(size: number): fc.Arbitrary<Iterable<Command>> {
  const who = fc.nat(callers - 1);
  const which = fc.nat(4);
  const type = fc.constantFrom(...types);
  const words = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" });
  return fc.commands(
    [
      fc.tuple(who, type).map(([a, b]) => react(a, b)),
      who.map(withdraw),
      fc.tuple(who, words).map(([a, b]) => comment(a, b)),
      fc.tuple(who, which).map(([a, b]) => uncomment(a, b)),
      fc.tuple(who, which, words).map(([a, b, c]) => rewrite(a, b, c)),
      fc.tuple(who, which, type).map(([a, b, c]) => reactTo(a, b, c)),
      fc.tuple(who, which).map(([a, b]) => withdrawFromComment(a, b)),
    ],
    { maxCommands: size },
  );
}
