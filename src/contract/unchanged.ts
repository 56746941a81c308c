import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import type { RequestFixture } from "./fixture.ts";
import { SpecViolation } from "./violation.ts";

/** Asserts that rejected requests change nothing that two members can see, and create no member. */
export async function assertUnchanged(
  { spec, anyone }: RuleContext,
  id: OperationId,
  fixture: RequestFixture,
  act: () => Promise<void>,
): Promise<void> {
  const isRead = spec.operation(id).method === "GET";
  const before = isRead ? "" : await fixture.state();
  await act();
  if (isRead) return;
  if ((await fixture.state()) !== before) {
    throw new SpecViolation(`${id} rejected a request, but changed something`, id);
  }
  if (id !== "signUp") return;
  const { body } = await fixture.request();
  await anyone.call("checkUserId", 200, { path: { userId: String(Object(body).id) } });
}
