import type { OperationId } from "./client.ts";
import type { Context } from "./context.ts";
import type { Stage } from "./fixture.ts";
import { Violation } from "./violation.ts";

/** That what is refused leaves nothing behind: neither in what two members see, nor a new member. */
export async function assertUnchanged(
  { spec, anyone }: Context,
  id: OperationId,
  stage: Stage,
  act: () => Promise<void>,
): Promise<void> {
  const isRead = spec.operation(id).method === "GET";
  const before = isRead ? "" : await stage.state();
  await act();
  if (isRead) return;
  if ((await stage.state()) !== before) {
    throw new Violation(`${id} refused a request and changed something all the same`, id);
  }
  if (id !== "signUp") return;
  const { body } = await stage.request();
  await anyone.call("checkUserId", 200, { path: { userId: String(Object(body).id) } });
}
