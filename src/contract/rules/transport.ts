import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { assertError, assertStatus, checkEach } from "../assertions.ts";
import { checkAnswer } from "../check-answer.ts";
import type { OperationId } from "../client.ts";
import type { RuleContext } from "../context.ts";
import { createRequestFixture, permittedClient } from "../fixture.ts";
import { uniqueId } from "../members.ts";
import { harmlessRequest, operationIds, requestTarget } from "../requests.ts";
import { type ContractRule, rfc, specAt } from "../rule.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import type { Throttle } from "../transport.ts";
import { SpecViolation } from "../violation.ts";

/** Requirements of HTTP itself, for each path and operation of the spec. */
export function transportRules(spec: Spec): ContractRule[] {
  const byPath = new Map(spec.operations.map((operation) => [operation.path, operation]));
  const addresses = [...byPath.values()].map(addressOf);
  return [
    {
      id: "http/trailing-slash",
      title: "a path with a trailing slash or an extra segment gets 404",
      source: specAt("info: Errors"),
      operations: [],
      async run({ exchange }) {
        const others = addresses.flatMap((address) => [`${address}/`, `${address}/surplus/surplus`]);
        await checkEach(others, async (path) => {
          assertError(spec, path, await exchange({ path }), 404);
        });
      },
    },
    {
      id: "http/unusual-method",
      title: "unsupported methods are rejected, and TRACE does not echo the request",
      source: rfc(9110, "9.3.8"),
      operations: [],
      async run({ baseUrl, throttle }) {
        await checkEach(addresses, async (address) => {
          for (const method of ["TRACE", "PROPFIND", "LOCK", "SURPLUS"])
            await assertMethodRefused(throttle, `${baseUrl}${address}`, method);
        });
      },
    },
    {
      id: "http/options",
      title: "OPTIONS gets 200, 204, or 405 with Allow",
      source: rfc(9110, "9.3.7"),
      operations: [],
      async run({ exchange }) {
        await checkEach(addresses, async (path) => {
          const answer = await exchange({ path, method: "OPTIONS" });
          if (![200, 204, 405].includes(answer.status) || (answer.status === 405 && !answer.headers.has("allow"))) {
            throw new SpecViolation(`OPTIONS ${path} was answered ${answer.status}: ${answer.text}`, undefined, answer);
          }
        });
      },
    },
    {
      id: "http/long-target",
      title: "a request target that is far too long gets a 4xx, never a server error",
      source: rfc(9110, "15.5.15"),
      operations: [],
      async run({ exchange }) {
        for (const path of [`/post?surplus=${"a".repeat(12_000)}`, `/user/${"a".repeat(12_000)}`]) {
          const answer = await exchange({ path });
          if (answer.status >= 400 && answer.status < 500) continue;
          throw new SpecViolation(
            `A request target of 12000 characters was answered ${answer.status}`,
            undefined,
            answer,
          );
        }
      },
    },
    ...operationIds(spec).flatMap((id) => rulesOf(spec.operation(id), id)),
  ];
}

/** The path of an operation with ids that do not exist. */
function addressOf(operation: SpecOperation): string {
  return requestTarget(operation, { path: harmlessRequest(operation).path ?? {} });
}

function rulesOf(operation: SpecOperation, id: OperationId): ContractRule[] {
  const common = { operations: [id], ...(operation.permission === "admin" ? { needs: "admin" as const } : {}) };
  const head: ContractRule = {
    ...common,
    id: `http/head-${id}`,
    title: `HEAD of ${id} returns the status and the headers of GET, without a body`,
    source: rfc(9110, "9.3.2"),
    run: (context) => checkHead(context, id),
  };
  const encoding: ContractRule = {
    ...common,
    id: `http/encoding-${id}`,
    title: `${id} rejects malformed percent-encoding in the path with 400, never with a server error`,
    source: rfc(3986, "2.1"),
    run: (context) => checkEncoding(context, operation, id),
  };
  const isStream = operation.answers.get(200)?.content.has("text/event-stream");
  return [
    ...(operation.method === "GET" && !isStream ? [head] : []),
    ...(operation.parameters.some((parameter) => parameter.in === "path") ? [encoding] : []),
  ];
}

async function checkHead(context: RuleContext, id: OperationId): Promise<void> {
  const { client, request } = await createRequestFixture(context, id, { succeeds: true });
  const validRequest = await request();
  for (const tested of [validRequest, { ...validRequest, query: "surplus=1" }]) {
    const get = await client.attempt(id, tested);
    const { url, headers = {} } = get.request;
    const head = await context.exchange({ path: url.slice(context.baseUrl.length), method: "HEAD", headers });
    assertStatus(id, "HEAD", head, [get.status]);
    const differing = ["content-type", "www-authenticate"].find(
      (name) => head.headers.get(name) !== get.headers.get(name),
    );
    if (head.text !== "") throw new SpecViolation(`HEAD of ${id} has a body`, id, head);
    if (differing !== undefined) throw new SpecViolation(`HEAD and GET of ${id} differ in ${differing}`, id, head);
  }
}

const brokenEncodings = ["%zz", "%", "%4", "%ff%fe%ff%fe", "%e0%a4%a", "%c0%ae%c0%ae", "%ed%a0%80aaaa"];

async function checkEncoding(context: RuleContext, operation: SpecOperation, id: OperationId): Promise<void> {
  const [member] = await context.members(1);
  const client = await permittedClient(context, operation, member);
  const { path = {}, body } = harmlessRequest(operation);
  for (const name of Object.keys(path)) {
    await checkEach(brokenEncodings, async (broken) => {
      const address = operation.path.replace(/\{(\w+)\}/g, (_, parameterName: string) =>
        parameterName === name ? broken : String(path[parameterName]),
      );
      const answer = await context.exchange({
        method: operation.method,
        path: address,
        headers: {
          ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      assertStatus(id, `${name} ${broken}`, answer, [400]);
      checkAnswer(context.spec, id, answer);
    });
  }
}

interface MethodAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/** Uses node:http, because `fetch` cannot send TRACE. */
async function assertMethodRefused(throttle: Throttle | undefined, url: string, method: string): Promise<void> {
  await throttle?.waitUntilReady();
  const secret = `secret-${uniqueId()}`;
  const send = url.startsWith("https:") ? requestHttps : requestHttp;
  const { status, body, retryAfter } = await new Promise<MethodAnswer>((resolve, reject) => {
    const request = send(url, { method, headers: { "x-secret": secret }, timeout: 30_000 }, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((body) => resolve({ status: statusCode, body, retryAfter: headers["retry-after"] }), reject);
    });
    request.on("error", reject).on("timeout", () => request.destroy(new Error("no answer within 30 s")));
    request.end();
  });
  if (body.includes(secret)) throw new SpecViolation(`${method} ${url} echoes the request`);
  if (status === 429 && throttle?.postpone(retryAfter)) return assertMethodRefused(throttle, url, method);
  // A server may reject a method that it does not know with any of these.
  if ([400, 404, 405, 501].includes(status)) return;
  throw new SpecViolation(`${method} ${url} was answered ${status}: ${body.slice(0, 300)}`);
}
