import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { RuleContext } from "../context.ts";
import { createPosts, listFixture, listIds } from "../list-fixtures.ts";
import type { Member } from "../members.ts";
import { type ListId, nextLink, walkPages } from "../pages.ts";
import { type ContractRule, rfc, specAt } from "../rule.ts";
import type { Spec } from "../spec.ts";

type Path = Readonly<Record<string, string | number>>;

/** Rules for each operation that returns a page. */
export function pageRules(spec: Spec): readonly ContractRule[] {
  return listIds(spec).flatMap(rulesOf);
}

/** Fills a list with three items, so that a page of two has a next page. */
async function fill(id: ListId, { spec, members }: RuleContext): Promise<{ member: Member; path: Path }> {
  const [member, ...guests] = await members(3);
  return { member, path: await listFixture(spec, id).fill(member, guests, 3) };
}

function rulesOf(id: ListId): readonly ContractRule[] {
  return [
    {
      id: `pages/limit-${id}`,
      title: `${id} returns as many items as limit says, and rejects a limit outside 1 to 100`,
      source: specAt("/components/parameters/Limit"),
      operations: [id],
      async run(context) {
        const { member, path } = await fill(id, context);
        for (const limit of [1, 2]) {
          const { body } = await member.attempt(id, { path, query: { limit } });
          assert.equal(Object(body).items.length, limit);
        }
        assert.equal((await member.attempt(id, { path, query: { limit: 100 } })).status, 200);
        for (const limit of [0, 101, -1]) {
          assert.equal((await member.attempt(id, { path, query: { limit } })).status, 400, `limit ${limit}`);
        }
      },
    },
    {
      id: `pages/link-${id}`,
      title: `${id} has a Link to the next page that works as it is and agrees with nextCursor`,
      source: rfc(8288, "3"),
      operations: [id],
      async run(context) {
        const { member, path } = await fill(id, context);
        const first = await member.attempt(id, { path, query: { limit: 2 } });
        const cursor: unknown = Object(first.body).nextCursor;
        const link = nextLink(first);
        assert.ok(link, "a page before the last one must have a Link");
        const ask = () => member.attempt(id, { path, query: { limit: 2, cursor } });
        for (let attempt = 1; ; attempt++) {
          const before = await ask();
          const linked = await member.follow(id, first, link);
          const after = await ask();
          assert.equal(linked.status, 200, linked.text);
          // Other members may have changed a shared list in the meantime.
          if (!isDeepStrictEqual(before.body, after.body) && attempt < 5) continue;
          assert.deepEqual(linked.body, after.body);
          break;
        }
        const seen: unknown[] = [];
        for await (const page of walkPages(member, id, { path, query: { limit: 2 } })) {
          seen.push(...page.map((item) => JSON.stringify(item)));
          if (seen.length > 20) break;
        }
        assert.equal(new Set(seen).size, seen.length, "an item is on two pages");
      },
    },
    {
      id: `pages/cursor-${id}`,
      title: `${id} rejects a cursor that was changed or comes from another list with 400`,
      source: specAt("info: Pages"),
      operations: [id],
      async run(context) {
        const { member, path } = await fill(id, context);
        const cursor = await cursorOf(member, id, path);
        const other = id === "getMyTimeline" ? "listPosts" : "getMyTimeline";
        const tampered = [
          `${cursor[0] === "A" ? "B" : "A"}${cursor.slice(1)}`,
          `${cursor.slice(0, -2)}${cursor.at(-2) === "A" ? "B" : "A"}${cursor.at(-1)}`,
          cursor.slice(0, -1),
          cursor.slice(1),
          `${cursor}A`,
          Buffer.from("1").toString("base64url"),
          await foreignCursor(member, other),
        ];
        for (const bad of tampered) {
          const refused = await member.attempt(id, { path, query: { limit: 2, cursor: bad } });
          assert.equal(refused.status, 400, `${id} accepted the cursor ${bad}: ${refused.text}`);
          assert.match(Object(refused.body).hint, /cursor/);
        }
      },
    },
  ];
}

async function foreignCursor(member: Member, id: ListId): Promise<string> {
  await createPosts(member, 3);
  return cursorOf(member, id, {});
}

async function cursorOf(member: Member, id: ListId, path: Path): Promise<string> {
  const { body } = await member.attempt(id, { path, query: { limit: 2 } });
  const cursor: unknown = Object(body).nextCursor;
  assert.ok(typeof cursor === "string", `${id} must return a nextCursor for a page before the last one`);
  return cursor;
}
