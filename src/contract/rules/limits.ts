import assert from "node:assert/strict";
import type { RuleContext } from "../context.ts";
import { uniqueId } from "../members.ts";
import { harmlessRequest, operationIds } from "../requests.ts";
import { type ContractRule, specAt } from "../rule.ts";

const source = specAt("info: Rate limits");
/** Wrong passwords for one account within 15 minutes, as the description of logIn says. */
const maxGuesses = 10;

/** Whether the server has rate limits, by the headers of any answer. */
async function isLimited({ anyone, exclude }: RuleContext): Promise<boolean> {
  const { headers } = await anyone.call("getHealth", 200);
  if (headers.has("ratelimit-policy")) return true;
  exclude("logIn", 429, "the server is configured without rate limits");
  return false;
}

/** These rules run last, on new accounts, because the server limits requests afterwards. */
export const limitRules: readonly ContractRule[] = [
  {
    id: "limit/guesses",
    provokes: [["logIn", 429]],
    title:
      "after ten wrong passwords logIn answers 429 for this account, even for the right password, and not for others",
    source,
    operations: ["logIn"],
    needs: "rate-limit",
    async run(context) {
      if (!(await isLimited(context))) return;
      const { anyone, newMembers, logIn } = context;
      const [ada, bob] = await newMembers(2);
      const guess = { id: ada.id, password: "wrong password" };
      for (let i = 0; i < maxGuesses; i++) await anyone.call("logIn", 401, { body: guess });
      const { body, headers } = await anyone.call("logIn", 429, { body: guess });
      assert.equal(body.result, "Too Many Requests");
      assert.match(headers.get("ratelimit") ?? "", /^"account";r=0;t=\d+$/);
      await anyone.call("logIn", 429, { body: { id: ada.id, password: ada.password } });
      await ada.call("getMe", 200);
      await logIn(bob.id, bob.password);
    },
  },
  {
    id: "limit/guesses-at-nobody",
    title: "ids that do not exist have the same limit, so that it does not reveal which ids exist",
    source,
    operations: ["logIn"],
    needs: "rate-limit",
    async run(context) {
      if (!(await isLimited(context))) return;
      const guess = { id: uniqueId(), password: "wrong password" };
      for (let i = 0; i < maxGuesses; i++) await context.anyone.call("logIn", 401, { body: guess });
      await context.anyone.call("logIn", 429, { body: guess });
    },
  },
  {
    id: "limit/guesses-at-once",
    title: "concurrent wrong passwords count like sequential ones, and a successful login resets the counter",
    source,
    operations: ["logIn"],
    needs: "rate-limit",
    async run(context) {
      if (!(await isLimited(context))) return;
      const { anyone, newMembers, logIn } = context;
      const [ada] = await newMembers(1);
      const guess = (index: number) => ({ id: ada.id, password: `guess number ${index}` });
      await anyone.call("logIn", 401, { body: guess(0) });
      await logIn(ada.id, ada.password);
      const answers = await Promise.all(
        Array.from({ length: 2 * maxGuesses }, (_, index) =>
          anyone.callAny("logIn", [401, 429], { body: guess(index) }),
        ),
      );
      assert.equal(answers.filter(({ status }) => status === 401).length, maxGuesses);
    },
  },
  {
    id: "limit/current-password",
    title: "changePassword limits wrong current passwords in the same way",
    source,
    operations: ["changePassword"],
    needs: "rate-limit",
    async run(context) {
      if (!(await isLimited(context))) return;
      const [ada] = await context.newMembers(1);
      const newPassword = "a new password";
      for (let i = 0; i < maxGuesses; i++) {
        await ada.call("changePassword", 403, { body: { currentPassword: "wrong password", newPassword } });
      }
      await ada.call("changePassword", 429, { body: { currentPassword: ada.password, newPassword } });
    },
  },
  {
    id: "limit/address",
    title: "past the rate limit of an address every operation answers 429 with Retry-After",
    source,
    operations: [],
    needs: "rate-limit",
    async run(context) {
      if (!context.mayFlood || !(await isLimited(context))) return;
      const { spec, anyone } = context;
      const seconds = await flood(context);
      for (const id of operationIds(spec)) {
        const request = harmlessRequest(spec.operation(id));
        const answer = await anyone.attempt(id, { ...request, retriesOn429: false });
        await context.blame(id, () => {
          assert.equal(answer.status, 429, answer.text);
          assert.equal(Object(answer.body).result, "Too Many Requests");
          const wait = Number(answer.headers.get("retry-after"));
          assert.ok(wait >= 1 && wait <= seconds, `Retry-After: ${wait}`);
          assert.equal(answer.headers.get("ratelimit"), `"address";r=0;t=${wait}`);
        });
        const headers = { accept: "application/problem+json" };
        const problem = await anyone.attempt(id, { ...request, headers, retriesOn429: false });
        await context.blame(id, () => assert.equal(problem.mediaType, "application/problem+json"));
      }
    },
  },
];

/** Sends requests until the rate limit of the address is exceeded. @returns the window of the limit in seconds */
async function flood({ anyone }: RuleContext): Promise<number> {
  const { headers } = await anyone.call("getHealth", 200);
  const [, quota, window] = /^"address";q=(\d+);w=(\d+)$/.exec(headers.get("ratelimit-policy") ?? "") ?? [];
  assert.ok(quota && window, `RateLimit-Policy: ${headers.get("ratelimit-policy")}`);
  assert.match(headers.get("ratelimit") ?? "", /^"address";r=\d+;t=\d+$/);
  let remaining = Number(quota);
  for (let lastStatus = 0; lastStatus !== 429; remaining--) {
    assert.ok(remaining > -50, `more than ${quota} requests in ${window} s were answered`);
    lastStatus = (await anyone.callAny("getHealth", [200, 429])).status;
  }
  return Number(window);
}
