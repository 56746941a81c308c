import assert from "node:assert/strict";
import { assertChallenge, assertForbidden, checkEach } from "../assertions.ts";
import { exampleRequest, harmlessRequest, operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec } from "../spec.ts";
import { readToken } from "../tokens.ts";

const source = specAt("info: Authentication");

/** Rules that cover all operations at once. For rules by operation see permissions.ts. */
export function authenticationRules(spec: Spec): readonly ContractRule[] {
  const ids = operationIds(spec);
  const secured = ids.filter((id) => spec.operation(id).secured);
  return [
    {
      id: "authentication/ended",
      title: "every secured operation rejects the access token of a session that has ended",
      source,
      operations: secured,
      async run({ newMembers, anyone }) {
        const [member] = await newMembers(1);
        await member.call("logOut", 200, { body: { refreshToken: member.refreshToken } });
        await checkEach(secured, async (id) => {
          const headers = { authorization: `Bearer ${member.token}` };
          const answer = await anyone.attempt(id, { ...harmlessRequest(spec.operation(id)), headers });
          assertForbidden(id, "the token of an ended session", answer);
          assertChallenge(id, "the token of an ended session", answer, 'Bearer error="invalid_token"');
        });
      },
    },
    {
      id: "authentication/not-needed",
      title: "operations without authentication ignore an invalid token",
      source,
      operations: ids.filter((id) => !spec.operation(id).secured),
      async run({ as }) {
        for (const id of ids.filter((candidate) => !spec.operation(candidate).secured)) {
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
      title: "an access token is a JWT that expires when the login said, and contains nothing private",
      source: specAt("/components/securitySchemes/accessToken"),
      operations: ["logIn"],
      async run({ newMembers, now }) {
        const [member] = await newMembers(1);
        const { claims } = readToken(member.token);
        const seconds = Number(claims.exp) - now().getTime() / 1000;
        assert.ok(seconds <= member.tokens.expiresIn + 5, `the token is valid for ${seconds} s`);
        const text = JSON.stringify(claims);
        for (const secret of [member.password, member.refreshToken]) assert.ok(!text.includes(secret));
        assert.doesNotMatch(text, /password|hash/i);
      },
    },
  ];
}
