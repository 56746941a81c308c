import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createLoginThrottle,
  maxLoginFailures,
  noLoginThrottle,
} from "../../../../src/server/features/account/login-throttle.ts";

type Outcome = "right" | "wrong";
const failed = (outcome: Outcome) => outcome === "wrong";
const answer = (outcome: Outcome) => () => Promise.resolve(outcome);

test("after ten failures an account is limited, with the right password too, and other accounts are not", async () => {
  const throttle = createLoginThrottle();
  for (let count = 0; count < maxLoginFailures; count++) {
    assert.equal(await throttle.limit("ada", answer("wrong"), failed), "wrong");
  }
  for (const outcome of ["wrong", "right"] as const) {
    const refused = await throttle.limit("ada", answer(outcome), failed);
    assert.ok(typeof refused !== "string");
    assert.equal(refused.status, 429);
    const seconds = refused.headers["Retry-After"];
    assert.ok(seconds > 800 && seconds <= 900, `${seconds} s`);
    assert.equal(refused.headers.RateLimit, `"account";r=0;t=${seconds}`);
    assert.equal(refused.headers["RateLimit-Policy"], '"account";q=10;w=900');
    assert.equal(refused.body.result, "Too Many Requests");
  }
  assert.equal(await throttle.limit("bob", answer("wrong"), failed), "wrong");
});

test("a success resets the count", async () => {
  const throttle = createLoginThrottle();
  for (let round = 0; round < 3; round++) {
    for (let count = 1; count < maxLoginFailures; count++) await throttle.limit("ada", answer("wrong"), failed);
    assert.equal(await throttle.limit("ada", answer("right"), failed), "right");
  }
});

test("concurrent attempts are limited like sequential ones", async () => {
  const throttle = createLoginThrottle();
  let tried = 0;
  await Promise.all(
    Array.from({ length: 50 }, () =>
      throttle.limit(
        "ada",
        async () => {
          tried++;
          return "wrong" as const;
        },
        failed,
      ),
    ),
  );
  assert.equal(tried, maxLoginFailures);
});

test("an error of the server is rethrown and not counted", async () => {
  const throttle = createLoginThrottle();
  const fault = new Error("away");
  for (let count = 0; count < 3 * maxLoginFailures; count++) {
    await assert.rejects(
      throttle.limit("ada", () => Promise.reject<Outcome>(fault), failed),
      fault,
    );
  }
  assert.equal(await throttle.limit("ada", answer("wrong"), failed), "wrong");
});

test("noLoginThrottle limits nothing", async () => {
  for (let count = 0; count < 3 * maxLoginFailures; count++) {
    assert.equal(await noLoginThrottle.limit("ada", answer("wrong"), failed), "wrong");
  }
});
