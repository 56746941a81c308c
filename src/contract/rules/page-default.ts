import assert from "node:assert/strict";
import type { LooseRequest, OperationId } from "../client.ts";
import { resolve, type SchemaObject } from "../document.ts";
import { type Rule, specAt } from "../rule.ts";
import type { Spec } from "../spec.ts";

/** The lists that few members can fill; a page of reactions would take one member for each. */
const lists = ["listPosts", "getMyTimeline", "getTimeline", "listComments", "listNotifications"] as const;

function defaultLimit(spec: Spec, id: OperationId): number {
  const limit = spec.operation(id).parameters.find(({ name }) => name === "limit");
  return Number(resolve<SchemaObject>(spec.document, limit?.schema ?? {}, "#").value.default);
}

/** What a page holds where the client leaves it to the server. */
export function pageDefaultRules(spec: Spec): readonly Rule[] {
  const most = Math.max(...lists.map((id) => defaultLimit(spec, id)));
  return [
    {
      id: "pages/default",
      title: `a page has ${most} items where there are more and no limit was given`,
      source: specAt("/components/parameters/Limit"),
      operations: lists,
      async run({ members, blame }) {
        const [ada, bob] = await members(2);
        let postId = 0;
        for (let i = 0; i <= most; i++) {
          postId = (await ada.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id;
        }
        for (let i = 0; i <= most; i++) {
          await bob.call("createComment", 201, { path: { postId }, body: { content: `Comment ${i}` } });
        }
        const requests: Record<(typeof lists)[number], LooseRequest> = {
          listPosts: {},
          getMyTimeline: {},
          getTimeline: { path: { userId: ada.id } },
          listComments: { path: { postId } },
          listNotifications: {},
        };
        for (const id of lists) {
          const { body } = await ada.attempt(id, requests[id]);
          await blame(id, () => assert.equal(Object(body).items?.length, defaultLimit(spec, id)));
        }
      },
    },
  ];
}
