import { assertChallenge, assertForbidden, assertStatus, checkEach } from "../assertions.ts";
import type { ContractClient, LooseRequest, OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { createRequestFixture, creatorOf, type RequestFixture } from "../fixture.ts";
import { operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { invalidTokens } from "../tokens.ts";
import { assertUnchanged } from "../unchanged.ts";
import { SpecViolation } from "../violation.ts";
import type { ReceivedAnswer } from "../wire.ts";

/**
 * Rules for each operation and kind of caller, from `x-permission`. Expired tokens with a valid signature are not tested,
 * because a client would have to wait for their expiry.
 */
export function permissionRules(spec: Spec): ContractRule[] {
  return operationIds(spec).flatMap((id) => rulesOf(spec, spec.operation(id), id));
}

function rulesOf(spec: Spec, operation: SpecOperation, id: OperationId): ContractRule[] {
  const { secured, permission, pointer } = operation;
  const common = { source: specAt(`${pointer.slice(1)}/x-permission`), operations: [id] };
  const invalidTokenRule: ContractRule = {
    ...common,
    id: `permissions/tokens-${id}`,
    title: `${id} answers 403 without a token and to every invalid token, and changes nothing`,
    run: (context) => checkInvalidTokens(context, id),
  };
  const strangerRule: ContractRule = {
    ...common,
    id: `permissions/stranger-${id}`,
    title: `${id} rejects a member who does not own the resource, and changes nothing`,
    run: (context) => checkStranger(context, id, (fixture) => fixture.stranger()),
  };
  const adminRule: ContractRule = {
    ...common,
    id: `permissions/admin-${id}`,
    title: `${id} rejects an admin who does not own the resource, and changes nothing`,
    needs: "admin",
    run: async (context) => {
      const adminClient = await context.admin();
      await checkStranger(context, id, async () => adminClient);
    },
  };
  const isOwned = permission === "owner" && strangerStatus(spec, operation) !== undefined;
  return [
    ...(secured ? [invalidTokenRule] : []),
    ...(isOwned || permission === "admin" ? [strangerRule] : []),
    ...(isOwned && !operation.isOpenToAdmins ? [adminRule] : []),
  ];
}

/**
 * The status for a member who does not own the resource: 403, or 404 where the operation looks for the caller's own resource
 * and finds none. Undefined for an operation whose path names no resource.
 */
function strangerStatus(spec: Spec, operation: SpecOperation): number | undefined {
  if (!operation.parameters.some((parameter) => parameter.in === "path")) return undefined;
  return creatorOf(spec, operation) ? 404 : 403;
}

async function checkInvalidTokens(context: RuleContext, id: OperationId): Promise<void> {
  const { anyone } = context;
  const fixture = await createRequestFixture(context, id, { sender: anyone });
  const { owner } = fixture;
  const stranger = await fixture.stranger();
  const attemptForbidden = async (description: string, request: LooseRequest, authorization?: string) => {
    const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
    const answer = await anyone.attempt(id, { ...request, headers });
    assertForbidden(id, description, answer);
    return answer;
  };
  await assertUnchanged(context, id, fixture, async () => {
    const request = await fixture.request();
    assertChallenge(id, "no token", await attemptForbidden("no token", request), "Bearer");
    await checkEach(Object.entries(invalidTokens(owner, stranger)), async ([description, token]) => {
      const answer = await attemptForbidden(`a token ${description}`, request, `Bearer ${token}`);
      assertChallenge(id, `a token ${description}`, answer, 'Bearer error="invalid_token"');
    });
    const { token } = owner;
    const others = ["Bearer", "Bearer ", `Basic ${btoa("ada:secret")}`, token, `Bearer ${token} x`, `Token ${token}`];
    await checkEach(others, async (header) => {
      await attemptForbidden(`Authorization: ${header.replace(token, "<token>")}`, request, header);
    });
    await checkEach(invalidRequests(request), async ([description, invalidRequest]) => {
      await attemptForbidden(`no token and ${description}`, invalidRequest);
    });
    const accept = "application/problem+json";
    const problem = await anyone.attempt(id, { ...request, headers: { accept } });
    assertStatus(id, "no token", problem, [403]);
  });
}

/** Requests that are invalid in other ways too: without permission the answer must still be 403. */
function invalidRequests(request: LooseRequest): [description: string, request: LooseRequest][] {
  const query: [string, LooseRequest] = ["a query", { ...request, query: "surplus=1" }];
  if (request.body === undefined) return [query];
  const { body: _, ...rest } = request;
  const headers = { "content-type": "text/plain" };
  return [
    query,
    ["a body that is not JSON", { ...rest, raw: "{" }],
    ["a text/plain body", { ...rest, raw: "x", headers }],
  ];
}

async function checkStranger(
  context: RuleContext,
  id: OperationId,
  choose: (fixture: RequestFixture) => Promise<ContractClient>,
): Promise<void> {
  const fixture = await createRequestFixture(context, id, { sender: context.anyone });
  const status = strangerStatus(context.spec, context.spec.operation(id)) ?? 403;
  const caller = await choose(fixture);
  await assertUnchanged(context, id, fixture, async () => {
    const answer = await caller.attempt(id, await fixture.request());
    if (status === 403) assertForbidden(id, "a resource of another member", answer);
    else assertStatus(id, "a resource of another member", answer, [status]);
    assertNoChallenge(id, answer);
  });
}

/** Asserts that the 403 has no challenge: a client would refresh a token that is valid. */
function assertNoChallenge(id: OperationId, answer: ReceivedAnswer): void {
  if (!answer.headers.has("www-authenticate")) return;
  throw new SpecViolation(`${id} sends WWW-Authenticate although the token is valid`, id, answer);
}
