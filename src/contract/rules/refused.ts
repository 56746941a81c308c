/*
 * Where the checks of Schemathesis are (https://schemathesis.readthedocs.io/en/stable/reference/checks/):
 *
 *   not_a_server_error              a 5xx is none of the statuses that these rules expect; `assertions.ts`
 *   status_code_conformance         every answer of every rule; `check-answer.ts`
 *   content_type_conformance        the same
 *   response_headers_conformance    the same
 *   response_schema_conformance     the same
 *   negative_data_rejection         bodies/, parameters/, fields/, http/encoding-
 *   positive_data_acceptance        accepts/; a status that only tells of what was there before is no refusal
 *   missing_required_header         parameters/, should the spec ask for a header; permissions/tokens- for Authorization
 *   unsupported_method              http/odd-method, http/unusual-method
 *   use_after_free                  post/delete-gone, comment/gone, reaction/take-back, authentication/ended
 *   ensure_resource_availability    accepts/, which follow every Location
 *   ignored_auth                    permissions/tokens-
 *   max_response_time               none: half a minute, after which a request has failed; `wire.ts`
 */

import { assertPrivate, assertRefused, checkEach } from "../assertions.ts";
import { invalidBody } from "../cases/arbitraries.ts";
import { type BodySchema, bodySchema, forbiddenFields, invalidBodies } from "../cases/bodies.ts";
import { malformedBodies } from "../cases/malformed.ts";
import { badQueries, invalidTexts, withText } from "../cases/parameters.ts";
import type { LooseRequest, OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { createFixture, type Fixture } from "../fixture.ts";
import { operationIds } from "../requests.ts";
import { type Rule, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { assertUnchanged } from "../unchanged.ts";

/** Of every operation: what the spec does not allow is refused with 400, a hint at the fault, and no effect. */
export function refusedRules(spec: Spec): Rule[] {
  return operationIds(spec).flatMap((id) => rulesOf(spec, spec.operation(id), id));
}

function rulesOf(spec: Spec, operation: SpecOperation, id: OperationId): Rule[] {
  const common = {
    source: specAt("info: Requests"),
    operations: [id],
    ...(operation.permission === "admin" ? { needs: "admin" as const } : {}),
  };
  const schema = bodySchema(spec, operation);
  const parameters: Rule = {
    ...common,
    id: `parameters/${id}`,
    title: `${id} refuses parameters that are wrong, unknown or given twice, and says which`,
    run: (context) => refuse(context, id, (stage) => holdParameters(context, operation, id, stage)),
  };
  if (!schema) return [parameters];
  const bodies: Rule = {
    ...common,
    id: `bodies/${id}`,
    title: `${id} refuses bodies that its schema does not allow, says what is wrong with them, and does nothing`,
    run: (context) => refuse(context, id, (stage) => holdBodies(context, id, stage, schema)),
  };
  const fields: Rule = {
    ...common,
    id: `fields/${id}`,
    title: `${id} takes no property that is the server's to set`,
    run: (context) => refuse(context, id, (stage) => holdFields(id, stage, schema)),
  };
  return [parameters, bodies, fields];
}

async function refuse(context: RuleContext, id: OperationId, hold: (stage: Fixture) => Promise<void>): Promise<void> {
  const stage = await createFixture(context, id);
  await assertUnchanged(context, id, stage, () => hold(stage));
}

async function holdParameters(
  context: RuleContext,
  operation: SpecOperation,
  id: OperationId,
  { client, request }: Fixture,
): Promise<void> {
  const proper = await request();
  const texts = invalidTexts(context.spec, operation, context.random).map(({ parameter, what, text }) => ({
    what,
    request: withText(proper, parameter, text),
    field: parameter.name,
  }));
  const queries = badQueries(operation).map(({ query, ...rest }) => ({ ...rest, request: { ...proper, query } }));
  await checkEach([...texts, ...queries], async ({ what, request: off, field }: Off) => {
    assertRefused(id, what, await client.attempt(id, off), field);
  });
}

interface Off {
  readonly what: string;
  readonly request: LooseRequest;
  readonly field?: string;
}

async function holdBodies(
  context: RuleContext,
  id: OperationId,
  { client, request, owner }: Fixture,
  schema: BodySchema,
): Promise<void> {
  const proper = await request();
  const secrets = [owner.password, owner.refreshToken];
  const send = async (what: string, body: unknown, field?: string) => {
    const answer = await client.attempt(id, { ...proper, body });
    assertRefused(id, what, answer, field);
    assertPrivate(id, answer, secrets);
  };
  await checkEach(invalidBodies(schema, Object(proper.body), context.random), ({ what, value, field }) =>
    send(what, value, field),
  );
  await checkEach(malformedBodies(Object(proper.body)), async ({ what, raw }) => {
    assertRefused(id, what, await client.attempt(id, { ...proper, raw }));
  });
  if (schema.isRequired) {
    await checkEach(["", " ", "\n"], async (raw) => {
      assertRefused(id, "an empty body", await client.attempt(id, { ...proper, raw }));
    });
  }
  const generated = invalidBody(schema, Object(proper.body), context.spec.checkAt(schema.pointer));
  await context.forAll(generated, (body) => send("a generated body", body), {
    runs: context.scale(6, 12, 300),
  });
}

async function holdFields(id: OperationId, { client, request }: Fixture, schema: BodySchema): Promise<void> {
  const proper = await request();
  await checkEach(forbiddenFields(schema), async (name) => {
    const body = { ...Object(proper.body), [name]: name.startsWith("is") ? true : 1 };
    assertRefused(id, `the property ${name}`, await client.attempt(id, { ...proper, body }), name);
  });
}
