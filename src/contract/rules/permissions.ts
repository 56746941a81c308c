import assert from "node:assert/strict";
import { bodySchema, invalidBodies } from "../cases/bodies.ts";
import type { LooseRequest, OperationId } from "../client.ts";
import type { Context } from "../context.ts";
import { operationIds } from "../requests.ts";
import { type Rule, specAt } from "../rule.ts";
import type { Operation, Spec } from "../spec.ts";
import { type Stage, setStage } from "../stage.ts";
import { badTokens } from "../tokens.ts";
import { assertUnchanged } from "../unchanged.ts";
import {
  assertAccepted,
  assertChallenge,
  assertForbidden,
  assertPrivate,
  assertStatus,
  holdEach,
} from "../verdicts.ts";
import { Violation } from "../violation.ts";
import type { Answer } from "../wire.ts";

/**
 * The matrix of operations and callers, from `x-permission`. An expired token of the server's own cannot be had without
 * waiting for its end; one that was made up counts as signed with another key.
 */
export function permissionRules(spec: Spec): Rule[] {
  return operationIds(spec).flatMap((id) => rulesOf(spec.operation(id), id));
}

function rulesOf(operation: Operation, id: OperationId): Rule[] {
  const { secured, permission, pointer } = operation;
  const common = { source: specAt(`${pointer.slice(1)}/x-permission`), operations: [id] };
  const outsider: Rule = {
    ...common,
    id: `permissions/tokens-${id}`,
    title: `${id} answers 403 without a token and to every token that is no good, and does nothing`,
    run: (context) => holdOutsiders(context, id),
  };
  const stranger: Rule = {
    ...common,
    id: `permissions/stranger-${id}`,
    title: `${id} is refused to a member to whom it does not belong, without effect`,
    run: (context) => holdStranger(context, id, (stage) => stage.stranger),
  };
  const admin: Rule = {
    ...common,
    id: `permissions/admin-${id}`,
    title: `${id} is refused to an admin to whom it does not belong, without effect`,
    needs: "admin",
    run: async (context) => {
      const chief = await context.admin();
      await holdStranger(context, id, () => chief);
    },
  };
  const privacy: Rule = {
    ...common,
    id: `permissions/private-${id}`,
    title: `${id} shows nobody's password, hash or refresh token, whatever comes of it`,
    ...(permission === "admin" ? { needs: "admin" } : {}),
    run: (context) => holdPrivacy(context, operation, id),
  };
  const isOwned = permission === "owner" && othersStatus(operation) !== undefined;
  return [
    ...(secured ? [outsider] : []),
    ...(isOwned || permission === "admin" ? [stranger] : []),
    ...(isOwned && id !== "issueTemporaryPassword" ? [admin] : []),
    privacy,
  ];
}

/**
 * What becomes of somebody to whom nothing of it belongs: 403; 404 where what is theirs is looked for and not found; nothing
 * where an operation knows only what is the caller's own.
 */
function othersStatus({ id, parameters }: Operation): number | undefined {
  if (!parameters.some((parameter) => parameter.in === "path")) return undefined;
  return id.startsWith("unreact") ? 404 : 403;
}

async function holdOutsiders(context: Context, id: OperationId): Promise<void> {
  const { anyone } = context;
  const stage = await setStage(context, id, anyone);
  const { owner, stranger } = stage;
  const refused = async (what: string, request: LooseRequest, authorization?: string) => {
    const headers = { ...request.headers, ...(authorization === undefined ? {} : { authorization }) };
    const answer = await anyone.attempt(id, { ...request, headers });
    assertForbidden(id, what, answer);
    return answer;
  };
  await assertUnchanged(context, id, stage, async () => {
    const request = await stage.request();
    assertChallenge(id, "no token", await refused("no token", request), "Bearer");
    await holdEach(Object.entries(badTokens(owner, stranger)), async ([what, token]) => {
      const answer = await refused(`a token ${what}`, request, `Bearer ${token}`);
      assertChallenge(id, `a token ${what}`, answer, 'Bearer error="invalid_token"');
    });
    const { token } = owner;
    const others = ["Bearer", "Bearer ", `Basic ${btoa("ada:secret")}`, token, `Bearer ${token} x`, `Token ${token}`];
    await holdEach(others, async (header) => {
      await refused(`Authorization: ${header.replace(token, "<token>")}`, request, header);
    });
    await holdEach(offRequests(request), async ([what, off]) => {
      await refused(`no token and ${what}`, off);
    });
    const accept = "application/problem+json";
    const problem = await anyone.attempt(id, { ...request, headers: { accept } });
    assertStatus(id, "no token", problem, [403]);
  });
}

/** Who may not do something is not told what else is wrong. */
function offRequests(request: LooseRequest): [what: string, request: LooseRequest][] {
  const query: [string, LooseRequest] = ["a query", { ...request, query: "surplus=1" }];
  if (request.body === undefined) return [query];
  const { body: _, ...rest } = request;
  const headers = { "content-type": "text/plain" };
  return [
    query,
    ["a body that is no JSON", { ...rest, raw: "{" }],
    ["a body that is a text", { ...rest, raw: "x", headers }],
  ];
}

async function holdStranger(
  context: Context,
  id: OperationId,
  choose: (stage: Stage) => Pick<Stage["stranger"], "attempt">,
): Promise<void> {
  const stage = await setStage(context, id, context.anyone);
  const status = othersStatus(context.spec.operation(id)) ?? 403;
  await assertUnchanged(context, id, stage, async () => {
    const answer = await choose(stage).attempt(id, await stage.request());
    if (status === 403) assertForbidden(id, "another's things", answer);
    else assertStatus(id, "another's things", answer, [status]);
    assertGoodToken(id, answer);
  });
}

/** A client that reads a challenge would ask for another token, though this one is good. */
function assertGoodToken(id: OperationId, answer: Answer): void {
  if (!answer.headers.has("www-authenticate")) return;
  throw new Violation(`${id} blames a token that is good`, id, answer);
}

/** The tokens that a login is there to give. */
const tokenGivers: readonly OperationId[] = ["logIn", "refreshToken"];

async function holdPrivacy(context: Context, operation: Operation, id: OperationId): Promise<void> {
  const stage = await setStage(context, id);
  const { owner, stranger, client } = stage;
  const secrets = [owner, stranger].flatMap(({ password, refreshToken }) => [password, refreshToken]);
  const schema = bodySchema(context.spec, operation);
  const request = await stage.request();
  const off = schema ? invalidBodies(schema, Object(request.body), context.random).slice(0, 12) : [];
  for (const { value } of off) assertPrivate(id, await client.attempt(id, { ...request, body: value }), secrets);
  assertPrivate(id, await stranger.attempt(id, { ...request, query: "surplus=1" }), secrets);
  const answer = await client.attempt(id, request);
  assertAccepted(id, "a proper request", answer);
  assertPrivate(id, answer, secrets);
  if (tokenGivers.includes(id)) return;
  assert.doesNotMatch(answer.text, /"(accessToken|refreshToken|password)":/, `${id} serves a token or a password`);
}
