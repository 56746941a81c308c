/*
 * The checks of Schemathesis (https://schemathesis.readthedocs.io/en/stable/reference/checks/) and where they are here:
 *
 *   not_a_server_error              no rule expects a 5xx; `assertions.ts`
 *   status_code_conformance         every answer of every rule; `check-answer.ts`
 *   content_type_conformance        the same
 *   response_headers_conformance    the same
 *   response_schema_conformance     the same
 *   negative_data_rejection         bodies/, parameters/, fields/, http/encoding-
 *   positive_data_acceptance        accepts/; conflicts with earlier data are allowed
 *   missing_required_header         parameters/ for headers in the spec; permissions/tokens- for Authorization
 *   unsupported_method              http/odd-method, http/unusual-method
 *   use_after_free                  post/delete-gone, comment/gone, reaction/take-back, authentication/ended
 *   ensure_resource_availability    accepts/, which follow every Location
 *   ignored_auth                    permissions/tokens-
 *   max_response_time               only the request timeout of 30 s; `wire.ts`
 */

import { assertNoSecrets, assertRejected, checkEach } from "../assertions.ts";
import { invalidBody } from "../cases/arbitraries.ts";
import { type BodySchema, bodySchema, forbiddenFields, invalidBodies } from "../cases/bodies.ts";
import { malformedBodies } from "../cases/malformed.ts";
import { invalidQueries, invalidTexts, withParameterText } from "../cases/parameters.ts";
import type { LooseRequest, OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { createRequestFixture, type RequestFixture } from "../fixture.ts";
import { operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { assertUnchanged } from "../unchanged.ts";

/** Rules for each operation: it rejects what the spec does not allow with 400 and a hint, without effect. */
export function refusedRules(spec: Spec): ContractRule[] {
  return operationIds(spec).flatMap((id) => rulesOf(spec, spec.operation(id), id));
}

function rulesOf(spec: Spec, operation: SpecOperation, id: OperationId): ContractRule[] {
  const common = {
    source: specAt("info: Requests"),
    operations: [id],
    ...(operation.permission === "admin" ? { needs: "admin" as const } : {}),
  };
  const schema = bodySchema(spec, operation);
  const parameters: ContractRule = {
    ...common,
    id: `parameters/${id}`,
    title: `${id} rejects invalid, unknown and repeated parameters, and names them`,
    run: (context) => checkUnchanged(context, id, (fixture) => checkParameters(context, operation, id, fixture)),
  };
  if (!schema) return [parameters];
  const bodies: ContractRule = {
    ...common,
    id: `bodies/${id}`,
    title: `${id} rejects bodies that its schema does not allow, names the property, and changes nothing`,
    run: (context) => checkUnchanged(context, id, (fixture) => checkBodies(context, id, fixture, schema)),
  };
  const fields: ContractRule = {
    ...common,
    id: `fields/${id}`,
    title: `${id} rejects properties that only the server may set`,
    run: (context) => checkUnchanged(context, id, (fixture) => checkServerProperties(id, fixture, schema)),
  };
  return [parameters, bodies, fields];
}

async function checkUnchanged(
  context: RuleContext,
  id: OperationId,
  check: (fixture: RequestFixture) => Promise<void>,
): Promise<void> {
  const fixture = await createRequestFixture(context, id);
  await assertUnchanged(context, id, fixture, () => check(fixture));
}

async function checkParameters(
  context: RuleContext,
  operation: SpecOperation,
  id: OperationId,
  { client, request }: RequestFixture,
): Promise<void> {
  const validRequest = await request();
  const texts = invalidTexts(context.spec, operation, context.random).map(({ parameter, description, text }) => ({
    description,
    request: withParameterText(validRequest, parameter, text),
    field: parameter.name,
  }));
  const queries = invalidQueries(operation).map(({ query, ...rest }) => ({
    ...rest,
    request: { ...validRequest, query },
  }));
  await checkEach([...texts, ...queries], async ({ description, request: invalidRequest, field }: InvalidRequest) => {
    assertRejected(id, description, await client.attempt(id, invalidRequest), field);
  });
}

interface InvalidRequest {
  readonly description: string;
  readonly request: LooseRequest;
  readonly field?: string;
}

async function checkBodies(
  context: RuleContext,
  id: OperationId,
  { client, request, owner }: RequestFixture,
  schema: BodySchema,
): Promise<void> {
  const validRequest = await request();
  const secrets = [owner.password, owner.refreshToken];
  const send = async (description: string, body: unknown, field?: string) => {
    const answer = await client.attempt(id, { ...validRequest, body });
    assertRejected(id, description, answer, field);
    assertNoSecrets(id, answer, secrets);
  };
  await checkEach(invalidBodies(schema, Object(validRequest.body), context.random), ({ description, value, field }) =>
    send(description, value, field),
  );
  await checkEach(malformedBodies(Object(validRequest.body)), async ({ description, raw }) => {
    assertRejected(id, description, await client.attempt(id, { ...validRequest, raw }));
  });
  if (schema.isRequired) {
    await checkEach(["", " ", "\n"], async (raw) => {
      assertRejected(id, "an empty body", await client.attempt(id, { ...validRequest, raw }));
    });
  }
  const generated = invalidBody(schema, Object(validRequest.body), context.spec.checkAt(schema.pointer));
  await context.forAll(generated, (body) => send("a generated body", body), {
    runs: context.scale(6, 12, 300),
  });
}

async function checkServerProperties(
  id: OperationId,
  { client, request }: RequestFixture,
  schema: BodySchema,
): Promise<void> {
  const validRequest = await request();
  await checkEach(forbiddenFields(schema), async (name) => {
    const body = { ...Object(validRequest.body), [name]: name.startsWith("is") ? true : 1 };
    assertRejected(id, `the property ${name}`, await client.attempt(id, { ...validRequest, body }), name);
  });
}
