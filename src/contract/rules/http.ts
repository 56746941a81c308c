import assert from "node:assert/strict";
import { checkErrorAnswer } from "../check-answer.ts";
import { absentId } from "../data.ts";
import { exampleRequest, requestTarget } from "../requests.ts";
import { type ContractRule, rfc, specAt } from "../rule.ts";
import { openSocket } from "../socket.ts";

export const httpRules: readonly ContractRule[] = [
  {
    id: "http/request-id",
    title: "the response repeats a valid X-Request-Id and has a generated one otherwise",
    source: specAt("info: Requests"),
    operations: ["getHealth", "getMe"],
    async run({ anyone }) {
      const requestId = async (id?: string) =>
        (await anyone.call("getHealth", 200, id === undefined ? {} : { headers: { "x-request-id": id } })).headers.get(
          "x-request-id",
        );
      assert.equal(await requestId("my-request.1_A"), "my-request.1_A");
      assert.equal(await requestId("x".repeat(128)), "x".repeat(128));
      for (const invalidId of ["x".repeat(129), "a b", "<script>", "ü"])
        assert.notEqual(await requestId(invalidId), invalidId);
      assert.notEqual(await requestId(), await requestId());
      const refused = await anyone.call("getMe", 403, { headers: { "x-request-id": "refused-1" } });
      assert.equal(refused.headers.get("x-request-id"), "refused-1");
    },
  },
  {
    id: "http/unknown-path",
    title: "an unknown path gets 404",
    source: specAt("info: Errors"),
    operations: [],
    async run({ spec, members, exchange }) {
      const [member] = await members(1);
      for (const path of ["/nothing", "/post/1/2/3", "/post/", "//post", "/POST", "/user/me/password/x", "/%70ost"]) {
        const answer = await exchange({ path, headers: { authorization: `Bearer ${member.token}` } });
        if (path === "/%70ost" && answer.status === 200) continue;
        assert.equal(answer.status, 404, path);
        checkErrorAnswer(spec, answer);
        assert.equal(Object(answer.body).result, "Not Found");
      }
    },
  },
  {
    id: "http/odd-method",
    title: "a method that a path does not support gets 405 with Allow",
    source: specAt("info: Errors"),
    operations: [],
    async run({ spec, exchange }) {
      for (const operation of spec.operations) {
        const { path } = operation;
        const methods = spec.operations.filter((other) => other.path === path).map(({ method }) => method);
        const address = requestTarget(operation, { path: exampleRequest(operation).path ?? {} });
        for (const method of ["PUT", "DELETE", "PATCH", "POST", "GET"].filter(
          (candidate) => !methods.includes(candidate),
        )) {
          // A path without parameters, such as `/user/me`, must not fall through to one with parameters.
          const answer = await exchange({ path: address, method });
          assert.equal(answer.status, 405, `${method} ${address}: ${answer.text}`);
          checkErrorAnswer(spec, answer);
          const allowed = (answer.headers.get("allow") ?? "").split(/\s*,\s*/);
          for (const allowedMethod of methods)
            assert.ok(allowed.includes(allowedMethod), `${address}: Allow: ${allowed}`);
          assert.ok(!allowed.includes(method), `${method} ${address}: Allow: ${allowed}`);
        }
      }
    },
  },
  {
    id: "http/head",
    title: "HEAD returns the status and the headers of GET, without a body",
    source: specAt("info: Requests"),
    operations: ["getPost", "getHealth"],
    async run({ members, exchange }) {
      const [member] = await members(1);
      const { body: post } = await member.call("createPost", 201, { body: { content: "Hello" } });
      const headers = { authorization: `Bearer ${member.token}` };
      for (const [path, status] of [
        [`/post/${post.id}`, 200],
        [`/post/${absentId}`, 204],
        ["/post/0", 400],
        ["/health", 200],
      ] as const) {
        const get = await exchange({ path, headers });
        const head = await exchange({ path, method: "HEAD", headers });
        assert.equal(get.status, status);
        assert.equal(head.status, status);
        assert.equal(head.text, "");
        assert.equal(head.headers.get("content-type"), get.headers.get("content-type"));
      }
      assert.equal((await exchange({ path: "/post", method: "HEAD" })).status, 403);
    },
  },
  {
    id: "http/no-content",
    title: "a 204 response has no content and no Content-Length",
    source: rfc(9110, "15.3.5"),
    operations: ["getPost"],
    async run({ baseUrl, members }) {
      const [member] = await members(1);
      const { host, pathname } = new URL(baseUrl);
      const { socket, answer: reading } = openSocket(baseUrl);
      const target = `${pathname.replace(/\/$/, "")}/post/${absentId}`;
      socket.write(
        `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${member.token}\r\nConnection: close\r\n\r\n`,
      );
      const answer = await reading;
      assert.match(answer, /^HTTP\/1\.1 204/);
      assert.ok(answer.endsWith("\r\n\r\n"), answer);
      assert.equal(answer.indexOf("\r\n\r\n"), answer.length - 4);
      assert.doesNotMatch(answer, /^(content-length|content-type|transfer-encoding):/im);
    },
  },
];
