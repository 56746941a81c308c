import {
  findPlaceholders,
  type Replacement,
  replaceNumbers,
  type SerializedBody,
} from "../http/response/serialized-body.ts";

/**
 * A serialized page without what differs between requests: `myReaction` of each item is null and the list's total is 0, until
 * `fillTemplate` replaces them.
 */
export interface PageTemplate<Body> {
  readonly body: SerializedBody<Body>;
  /** The ids of the items, in their order. */
  readonly ids: readonly number[];
  /** The offset of each item's `myReaction`; empty for items without reactions. */
  readonly reactionOffsets: readonly number[];
  readonly totalOffset: number | undefined;
}

export interface TemplateOptions {
  readonly ids: readonly number[];
  readonly hasReactions: boolean;
  /** The name of the property, if the list has a total. */
  readonly totalProperty: string | undefined;
}

const noReaction = "null";
const noTotal = "0";

/** @throws Error if the body's schema lacks the properties, or their values are no placeholders */
export function createPageTemplate<Body>(
  body: SerializedBody<Body>,
  { ids, hasReactions, totalProperty }: TemplateOptions,
): PageTemplate<Body> {
  const reactionOffsets = hasReactions ? findPlaceholders(body, "myReaction", noReaction, ids.length) : [];
  const [totalOffset] = totalProperty === undefined ? [] : findPlaceholders(body, totalProperty, noTotal, 1);
  return { body, ids, reactionOffsets, totalOffset };
}

/**
 * The page as one viewer sees it.
 * @param reactions the types of the viewer's reactions by the ids of the items
 */
export function fillTemplate<Body>(
  { body, ids, reactionOffsets, totalOffset }: PageTemplate<Body>,
  reactions: ReadonlyMap<number, number> | undefined,
  total: number,
): SerializedBody<Body> {
  const replacements: Replacement[] = [];
  if (reactions) {
    for (const [index, id] of ids.entries()) {
      const value = reactions.get(id);
      const offset = reactionOffsets[index];
      if (value !== undefined && offset !== undefined) {
        replacements.push({ offset, length: noReaction.length, value });
      }
    }
  }
  if (totalOffset !== undefined) replacements.push({ offset: totalOffset, length: noTotal.length, value: total });
  return replacements.length === 0 ? body : replaceNumbers(body, replacements);
}
