import assert from "node:assert/strict";
import { test } from "node:test";
import { harmlessRequest, operationIds } from "../../src/contract/requests.ts";
import { startApi } from "../support/api.ts";
import { spec } from "../support/spec.ts";

const api = await startApi();
const secured = operationIds(spec).filter((id) => spec.operation(id).secured);

test("every secured operation answers 403 to a token that has expired", async (t) => {
  const [member] = await api.members(1);
  t.after(() => api.control.setClock(0));
  await api.control.setClock(15 * 60_000 + 1000);
  for (const id of secured) {
    const answer = await member.attempt(id, harmlessRequest(spec.operation(id)));
    assert.equal(answer.status, 403, `${id}: ${answer.text}`);
    const { pathname } = new URL(answer.request.url);
    assert.equal(Object(answer.body).hint, `You have not permission for '${answer.request.method} ${pathname}'`);
    assert.match(answer.headers.get("www-authenticate") ?? "", /invalid_token/);
  }
});
