import assert from "node:assert/strict";
import type { Client, OperationId } from "../client.ts";
import { exampleRequest, harmlessRequest, operationIds } from "../requests.ts";
import { type Rule, specAt } from "../rule.ts";
import type { Operation, Spec } from "../spec.ts";
import { badTokens, readToken } from "../tokens.ts";

const source = specAt("info: Authentication");

/** A rule for each operation that needs a token, and some for all. */
export function authenticationRules(spec: Spec): readonly Rule[] {
  const ids = operationIds(spec);
  const secured = ids.filter((id) => spec.operation(id).secured);
  const forAdmins = ids.filter((id) => spec.operation(id).permission === "admin");
  return [
    ...secured.map(
      (id): Rule => ({
        id: `authentication/${id}`,
        title: `${id} answers 403 without a token, and to every token that is no good`,
        source,
        operations: [id],
        async run({ members, anyone }) {
          const [member, other] = await members(2);
          const refused = (authorization?: string, accept?: string) =>
            challengeOf(anyone, spec.operation(id), id, authorization, accept);
          assert.match(await refused(), /^Bearer$/);
          await refused(undefined, "application/problem+json");
          for (const [what, token] of Object.entries(badTokens(member, other))) {
            assert.match(await refused(`Bearer ${token}`), /^Bearer error="invalid_token"$/, what);
          }
          const { token } = member;
          for (const header of ["Bearer", "Bearer ", `Basic ${btoa("ada:secret")}`, token, `Bearer ${token} x`]) {
            await refused(header);
          }
        },
      }),
    ),
    {
      id: "authentication/ended",
      title: "the token of a login that has ended is good for nothing",
      source,
      operations: secured,
      async run({ newcomers, anyone }) {
        const [gone] = await newcomers(1);
        await gone.call("logOut", 200, { body: { refreshToken: gone.refreshToken } });
        for (const id of secured) {
          assert.match(await challengeOf(anyone, spec.operation(id), id, `Bearer ${gone.token}`), /invalid_token/, id);
        }
      },
    },
    {
      id: "authentication/not-needed",
      title: "operations that need no token take no notice of one that is no good",
      source,
      operations: ids.filter((id) => !spec.operation(id).secured),
      async run({ as }) {
        for (const id of ids.filter((each) => !spec.operation(each).secured)) {
          const { status } = await as("garbage").attempt(id, {
            ...exampleRequest(spec.operation(id)),
            query: "surplus=1",
          });
          assert.equal(status, 400, id);
        }
      },
    },
    {
      id: "authentication/claims",
      title: "an access token is a JWT that runs out when the login said, and tells nothing that is private",
      source: specAt("/components/securitySchemes/accessToken"),
      operations: ["logIn"],
      async run({ newcomers, now }) {
        const [member] = await newcomers(1);
        const { claims } = readToken(member.token);
        const seconds = Number(claims.exp) - now().getTime() / 1000;
        assert.ok(seconds <= member.tokens.expiresIn + 5, `it lasts ${seconds} s`);
        const text = JSON.stringify(claims);
        for (const secret of [member.password, member.refreshToken]) assert.ok(!text.includes(secret));
        assert.doesNotMatch(text, /password|hash/i);
      },
    },
    {
      id: "authentication/admins-only",
      title: "only an admin may use what is for admins, and a good token stays good",
      source: specAt("x-permission: admin"),
      operations: forAdmins,
      async run({ members, anyone }) {
        const [member] = await members(1);
        for (const id of forAdmins) {
          const challenge = await challengeOf(anyone, spec.operation(id), id, `Bearer ${member.token}`);
          assert.equal(challenge, "", "the token is good, so a client must not refresh it");
        }
      },
    },
    {
      id: "authentication/no-effect",
      title: "a refused request has no effect, whatever it carries",
      source,
      operations: ["updatePost", "deletePost", "createComment", "reactToPost"],
      async run({ members, anyone }) {
        const [member] = await members(1);
        const { body: post } = await member.call("createPost", 201, { body: { content: "Mine" } });
        const path = { postId: post.id };
        await anyone.call("updatePost", 403, { path, body: { content: "Anyone's" } });
        await anyone.call("deletePost", 403, { path });
        await anyone.call("createComment", 403, { path, body: { content: "Anyone's" } });
        await anyone.call("reactToPost", 403, { path, body: { type: 1 } });
        assert.deepEqual((await member.call("getPost", 200, { path })).body, post);
      },
    },
    {
      id: "authentication/first",
      title: "who is refused is not told what a request lacks",
      source: specAt("info: Requests"),
      operations: secured,
      async run({ anyone }) {
        for (const id of secured) {
          const answer = await anyone.attempt(id, { ...harmlessRequest(spec.operation(id)), query: "surplus=1" });
          assert.equal(answer.status, 403, id);
        }
      },
    },
  ];
}

/** Asserts that a request with this header is refused in the guideline's words, and gives back the challenge. */
async function challengeOf(
  anyone: Client,
  operation: Operation,
  id: OperationId,
  authorization: string | undefined,
  accept = "*/*",
): Promise<string> {
  const headers = { accept, ...(authorization === undefined ? {} : { authorization }) };
  const answer = await anyone.attempt(id, { ...harmlessRequest(operation), headers });
  assert.equal(answer.status, 403, `${id} with ${authorization}: ${answer.status} ${answer.text}`);
  const { pathname } = new URL(answer.request.url);
  const hint = `You have not permission for '${answer.request.method} ${pathname}'`;
  if (accept === "*/*") assert.equal(answer.text, JSON.stringify({ result: "Forbidden", hint }));
  else assert.equal(Object(answer.body).detail, hint);
  return answer.headers.get("www-authenticate") ?? "";
}
