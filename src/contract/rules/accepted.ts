import { isDeepStrictEqual } from "node:util";
import { assertAccepted, assertNoSecrets, assertStatus, checkEach } from "../assertions.ts";
import { validChange } from "../cases/arbitraries.ts";
import { type BodySchema, bodySchema, type Fields, requiredFields, validChanges } from "../cases/bodies.ts";
import { schemaOf, type TextCase, validTexts, withParameterText } from "../cases/parameters.ts";
import type { LooseRequest, OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { createRequestFixture, type RequestFixture } from "../fixture.ts";
import { uniqueId } from "../members.ts";
import { traitsOf } from "../operation-traits.ts";
import { operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { SpecViolation } from "../violation.ts";
import type { ReceivedAnswer } from "../wire.ts";

/** A rule for each operation: it accepts everything that the spec allows, bounds included. */
export function acceptedRules(spec: Spec): ContractRule[] {
  return operationIds(spec).map((id) => ruleOf(spec.operation(id), id));
}

function ruleOf(operation: SpecOperation, id: OperationId): ContractRule {
  return {
    id: `accepts/${id}`,
    title: `${id} accepts every request that the spec allows, bounds included, and returns nothing private`,
    source: specAt(operation.pointer.slice(1)),
    operations: [id],
    ...(operation.permission === "admin" ? { needs: "admin" } : {}),
    async run(context) {
      const fixture = await createRequestFixture(context, id, { succeeds: true });
      const subject: Subject = { context, operation, id, fixture };
      const schema = bodySchema(context.spec, operation);
      if (schema) await checkBodies(subject, schema);
      await checkParameters(subject);
      if (schema && !schema.isRequired) await assertSucceeds(subject, "no body", { body: undefined });
      // Last, because it may end the session that the other requests need.
      await assertSucceeds(subject, "a valid request");
    },
  };
}

interface Subject {
  readonly context: RuleContext;
  readonly operation: SpecOperation;
  readonly id: OperationId;
  readonly fixture: RequestFixture;
}

async function checkBodies(subject: Subject, schema: BodySchema): Promise<void> {
  const { context, id, fixture } = subject;
  const { credentials: { fields = [], status = 0 } = {}, hashingStatuses } = traitsOf(id);
  const isSlow = hashingStatuses !== undefined;
  const send = async (description: string, change: Fields) => {
    const { body } = await fixture.request();
    await assertSucceeds(subject, description, { body: { ...requiredFields(schema, Object(body)), ...change } });
  };
  const free = Object.keys(schema.properties).filter((name) => !fields.includes(name));
  if (free.length > 0) {
    const changes = validChanges(schema, free, context.random);
    const maxCases = isSlow ? context.scale(3, 6, changes.length) : changes.length;
    await checkEach(changes.slice(0, maxCases), ({ description, change }) => send(description, change));
    // Without ids: one that an earlier run with the same seed has taken would hide other violations.
    const generated = validChange(
      schema,
      free.filter((name) => name !== "id"),
    );
    const runs = { runs: isSlow ? context.scale(1, 1, 20) : context.scale(5, 12, 150) };
    await context.forAll(generated, (change) => send("generated values", change), runs);
  }
  await checkEach(validChanges(schema, fields, context.random).slice(1, 5), async ({ description, change }) => {
    const request = await fixture.request();
    const body = { ...requiredFields(schema, Object(request.body)), ...change };
    // Ids at their bounds are the same in every run, so that earlier runs may have reached the limit of failed logins.
    const statuses = "id" in change ? [status, 429] : [status];
    assertStatus(id, description, await fixture.client.attempt(id, { ...request, body }), statuses);
  });
}

/** Parameters whose valid values the schema does not describe: a value from an earlier answer, and a known name. */
const opaque = ["cursor", "timeZone"];

async function checkParameters(subject: Subject): Promise<void> {
  const { context, operation, id, fixture } = subject;
  const isHarmless = ({ parameter, text }: TextCase) =>
    !(mayWriteToOthers(operation) && parameter.in === "path" && text === "1");
  const timeZones = operation.parameters
    .filter(({ name }) => name === "timeZone")
    .flatMap((parameter) =>
      [parameter.example, schemaOf(context.spec, parameter).default].map((value) => ({
        parameter,
        description: `${parameter.name} ${value}`,
        text: String(value),
      })),
    );
  const cases = [...validTexts(context.spec, operation, opaque, context.random).filter(isHarmless), ...timeZones];
  await checkEach(cases, async ({ parameter, description, text }) => {
    const isPath = parameter.in === "path";
    const client = isPath && operation.permission === "owner" ? await fixture.stranger() : fixture.client;
    const answer = await client.attempt(id, withParameterText(await fixture.request(), parameter, text));
    assertAccepted(id, description, answer, isPath ? [403, 404, 409] : []);
  });
}

/** Whether a request with an arbitrary id in its path could write to another member's post. */
function mayWriteToOthers({ method, permission, path }: SpecOperation): boolean {
  return method !== "GET" && permission === "member" && path.split("{").length === 2;
}

async function assertSucceeds(subject: Subject, description: string, change: LooseRequest = {}): Promise<void> {
  const { id, fixture } = subject;
  const request = { ...(await fixture.request()), ...change };
  const answer = await fixture.client.attempt(id, request);
  const traits = traitsOf(id);
  if (id === "signUp" && answer.status === 409) {
    await assertSucceeds(subject, description, { body: { ...Object(request.body), id: uniqueId() } });
    return;
  }
  assertAccepted(id, description, answer, traits.conflictStatuses);
  if (answer.status >= 300) return;
  fixture.onSuccess(request);
  const { password, refreshToken } = fixture.owner;
  assertNoSecrets(id, answer, [password, refreshToken]);
  if (!traits.returnsTokens) assertNamesNoSecret(id, answer);
  if (!traits.credentials) assertEcho(id, description, request.body, answer);
  await assertLocation(subject, description, answer);
}

function assertNamesNoSecret(id: OperationId, answer: ReceivedAnswer): void {
  const [name] = /"(accessToken|refreshToken|password)":/.exec(answer.text) ?? [];
  if (name !== undefined) throw new SpecViolation(`${id} returns ${name}`, id, answer);
}

/** Asserts that the answer repeats the values of the request. */
function assertEcho(id: OperationId, description: string, sent: unknown, answer: ReceivedAnswer): void {
  for (const [name, value] of Object.entries(Object(sent))) {
    const echoed: unknown = Reflect.get(Object(answer.body), name);
    if (echoed === undefined || isDeepStrictEqual(echoed, value)) continue;
    const [sentText, echoedText] = [value, echoed].map((candidate) => JSON.stringify(candidate).slice(0, 200));
    throw new SpecViolation(
      `${id} with ${description}: ${name} was sent as ${sentText} and returned as ${echoedText}`,
      id,
      answer,
    );
  }
}

/** Asserts that a GET of `Location` returns the same resource. */
async function assertLocation(
  { context, id, fixture }: Subject,
  description: string,
  answer: ReceivedAnswer,
): Promise<void> {
  const location = answer.headers.get("location");
  if (location === null) return;
  const { pathname } = new URL(location, answer.request.url);
  const reader = context.spec.operations.find(
    ({ method, path }) => method === "GET" && new RegExp(`${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  const readerId = operationIds(context.spec).find((candidate) => candidate === reader?.id);
  if (!readerId) return;
  const resource = await fixture.owner.follow(readerId, answer, location);
  assertStatus(readerId, `the Location of ${id} with ${description}`, resource, [200]);
  if (isDeepStrictEqual(resource.body, answer.body)) return;
  throw new SpecViolation(
    `${id} with ${description} returned something else than a GET of its Location: ${resource.text.slice(0, 500)}`,
    id,
    answer,
  );
}
