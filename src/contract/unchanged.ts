import type { OperationId } from "./client.ts";
import type { RuleContext } from "./context.ts";
import type { Fixture } from "./fixture.ts";
import { SpecViolation } from "./violation.ts";

/** That what is refused leaves nothing behind: neither in what two members see, nor a new member. */
export async function assertUnchanged(
  { spec, anyone }: RuleContext,
  id: OperationId,
  stage: Fixture,
  act: () => Promise<void>,
): Promise<void> {
  const isRead = spec.operation(id).method === "GET";
  const before = isRead ? "" : await stage.state();
  await act();
  if (isRead) return;
  if ((await stage.state()) !== before) {
    throw new SpecViolation(`${id} refused a request and changed something all the same`, id);
  }
  if (id !== "signUp") return;
  const { body } = await stage.request();
  await anyone.call("checkUserId", 200, { path: { userId: String(Object(body).id) } });
}
