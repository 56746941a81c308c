import assert from "node:assert/strict";
import fc from "fast-check";
import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import { emptyReactionCounts } from "./data.ts";
import type { Member } from "./members.ts";
import { allItems } from "./pages.ts";

/** The expected state of one post after the actions so far. */
export interface PostModel {
  /** The reaction of each caller, by the caller's index. */
  readonly reactions: Map<number, number>;
  /** The comments, oldest first. */
  comments: {
    readonly id: number;
    readonly writer: number;
    content: string;
    isModified: boolean;
    reactions: Map<number, number>;
  }[];
  /** How many notifications the owner should have: one for each comment, and one for each member who ever reacted. */
  notificationCount: number;
  readonly haveReacted: Set<number>;
}

export interface CommandContext {
  /** The first one owns the post. */
  readonly members: readonly Member[];
  readonly postId: number;
  readonly blame: RuleContext["blame"];
}

export type PostCommand = fc.AsyncCommand<PostModel, CommandContext>;

function callerOf({ members }: CommandContext, index: number): Member {
  const caller = members[index % members.length];
  assert.ok(caller);
  return caller;
}

/** The comment that a command is about. Commands on comments run only if there is one. */
function commentOf({ comments }: PostModel, index: number): PostModel["comments"][number] {
  const comment = comments[index % comments.length];
  assert.ok(comment);
  return comment;
}

/** Adds a check of the caller's view after a command, so that a difference is attributed to the command's operation. */
function thenAssert(operationId: OperationId, callerIndex: number, command: PostCommand): PostCommand {
  return {
    ...command,
    async run(model, context) {
      await context.blame(operationId, async () => {
        await command.run(model, context);
        await assertVisibleState(model, context, callerIndex);
      });
    },
  };
}

const react = (callerIndex: number, type: number): PostCommand =>
  thenAssert("reactToPost", callerIndex, {
    check: () => true,
    async run(model, context) {
      const { body } = await callerOf(context, callerIndex).call("reactToPost", 201, {
        path: { postId: context.postId },
        body: { type: asType(type) },
      });
      const before = model.reactions.get(callerIndex);
      assert.equal(body.type, type);
      if (before === undefined) assert.equal(body.isModified, false, "a new reaction is not a modified one");
      else if (before !== type) assert.equal(body.isModified, true, "a changed reaction is a modified one");
      if (callerIndex !== 0 && !model.haveReacted.has(callerIndex)) {
        model.haveReacted.add(callerIndex);
        model.notificationCount++;
      }
      model.reactions.set(callerIndex, type);
    },
    toString: () => `${callerIndex} reacts with ${type}`,
  });

const withdraw = (callerIndex: number): PostCommand =>
  thenAssert("unreactToPost", callerIndex, {
    check: () => true,
    async run(model, context) {
      const path = { postId: context.postId };
      const type = model.reactions.get(callerIndex);
      const { status, body } = await callerOf(context, callerIndex).callAny("unreactToPost", [200, 404], { path });
      assert.equal(status, type === undefined ? 404 : 200);
      if (type !== undefined) assert.equal(Object(body).type, type);
      model.reactions.delete(callerIndex);
    },
    toString: () => `${callerIndex} withdraws`,
  });

const comment = (callerIndex: number, content: string): PostCommand =>
  thenAssert("createComment", callerIndex, {
    check: () => true,
    async run(model, context) {
      const path = { postId: context.postId };
      const { body } = await callerOf(context, callerIndex).call("createComment", 201, { path, body: { content } });
      model.comments.push({ id: body.id, writer: callerIndex, content, isModified: false, reactions: new Map() });
      if (callerIndex !== 0) model.notificationCount++;
    },
    toString: () => `${callerIndex} comments`,
  });

const deleteComment = (callerIndex: number, index: number): PostCommand =>
  thenAssert("deleteComment", callerIndex, {
    check: ({ comments }) => comments.length > 0,
    async run(model, context) {
      const { id, writer } = commentOf(model, index);
      const path = { postId: context.postId, commentId: id };
      const isAllowed = callerIndex === writer || callerIndex === 0;
      await callerOf(context, callerIndex).callAny("deleteComment", [isAllowed ? 200 : 403], { path });
      if (isAllowed) model.comments = model.comments.filter((candidate) => candidate.id !== id);
    },
    toString: () => `${callerIndex} deletes comment ${index}`,
  });

const updateComment = (callerIndex: number, index: number, content: string): PostCommand =>
  thenAssert("updateComment", callerIndex, {
    check: ({ comments }) => comments.length > 0,
    async run(model, context) {
      const comment = commentOf(model, index);
      const path = { postId: context.postId, commentId: comment.id };
      const isAllowed = callerIndex === comment.writer;
      await callerOf(context, callerIndex).callAny("updateComment", [isAllowed ? 200 : 403], {
        path,
        body: { content },
      });
      if (isAllowed) Object.assign(comment, { content, isModified: true });
    },
    toString: () => `${callerIndex} rewrites comment ${index}`,
  });

const reactToComment = (callerIndex: number, index: number, type: number): PostCommand =>
  thenAssert("reactToComment", callerIndex, {
    check: ({ comments }) => comments.length > 0,
    async run(model, context) {
      const { id, reactions } = commentOf(model, index);
      const path = { postId: context.postId, commentId: id };
      await callerOf(context, callerIndex).call("reactToComment", 201, { path, body: { type: asType(type) } });
      reactions.set(callerIndex, type);
    },
    toString: () => `${callerIndex} reacts to comment ${index} with ${type}`,
  });

const withdrawFromComment = (callerIndex: number, index: number): PostCommand =>
  thenAssert("unreactToComment", callerIndex, {
    check: ({ comments }) => comments.length > 0,
    async run(model, context) {
      const { id, reactions } = commentOf(model, index);
      const path = { postId: context.postId, commentId: id };
      await callerOf(context, callerIndex).callAny("unreactToComment", [reactions.has(callerIndex) ? 200 : 404], {
        path,
      });
      reactions.delete(callerIndex);
    },
    toString: () => `${callerIndex} withdraws from comment ${index}`,
  });

/** Asserts that a caller sees the post, its comments and their own reactions as in the model. */
export async function assertVisibleState(
  model: PostModel,
  context: CommandContext,
  callerIndex: number,
): Promise<void> {
  const path = { postId: context.postId };
  const reader = callerOf(context, callerIndex);
  const { body: post } = await reader.call("getPost", 200, { path });
  assert.equal(post.commentCount, model.comments.length, "commentCount");
  assert.deepEqual(post.reactionCounts, tally(model.reactions), "reactionCounts of the post");
  assert.equal(post.myReaction, model.reactions.get(callerIndex) ?? null, "myReaction to the post");
  const comments = await allItems(reader, "listComments", { path }, 3);
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
      myReaction: reactions.get(callerIndex) ?? null,
    })),
    "the comments",
  );
}

function tally(reactions: ReadonlyMap<number, number>): Record<string, number> {
  const counts: Record<string, number> = { ...emptyReactionCounts };
  for (const type of reactions.values()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const types = [1, 2, 3, 4, 5] as const;

function asType(type: number): (typeof types)[number] {
  return types.find((candidate) => candidate === type) ?? 1;
}

export const callerCount = 3;

/** Generates sequences of actions on the post and its comments. */
export function postCommands(size: number): fc.Arbitrary<Iterable<PostCommand>> {
  const callerIndex = fc.nat(callerCount - 1);
  const which = fc.nat(4);
  const type = fc.constantFrom(...types);
  const words = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" });
  return fc.commands(
    [
      fc.tuple(callerIndex, type).map(([a, b]) => react(a, b)),
      callerIndex.map(withdraw),
      fc.tuple(callerIndex, words).map(([a, b]) => comment(a, b)),
      fc.tuple(callerIndex, which).map(([a, b]) => deleteComment(a, b)),
      fc.tuple(callerIndex, which, words).map(([a, b, c]) => updateComment(a, b, c)),
      fc.tuple(callerIndex, which, type).map(([a, b, c]) => reactToComment(a, b, c)),
      fc.tuple(callerIndex, which).map(([a, b]) => withdrawFromComment(a, b)),
    ],
    { maxCommands: size },
  );
}
