import { type Credentials, createMember, join, type Member } from "./members.ts";
import type { Transport } from "./transport.ts";

/** Members who are signed up once and lent to one rule after another, since sign-ups and logins are slow by design. */
export interface Pool {
  /** Each without posts, notifications, nickname and bio, and to no one else's use until they are given back. */
  lend(transport: Transport, count: number): Promise<Member[]>;
  /** Clears away what they made. Who cannot be cleared is not lent again. */
  giveBack(members: readonly Member[]): Promise<void>;
}

interface Idle {
  readonly who: Credentials;
  /** When the access token should be renewed, in ms. */
  readonly renewAt: number;
}

export function createPool(): Pool {
  const idle: Idle[] = [];

  async function take(transport: Transport): Promise<Member> {
    const found = idle.pop();
    if (!found) return join(transport);
    const member = createMember(transport, found.who);
    return Date.now() < found.renewAt ? member : renew(transport, member);
  }
  return {
    lend: (transport, count) => Promise.all(Array.from({ length: count }, () => take(transport))),
    async giveBack(members) {
      await Promise.all(
        members.map(async (member) => {
          if (await isCleared(member)) idle.push({ who: member, renewAt: renewAt(member) });
        }),
      );
    },
  };
}

async function renew(transport: Transport, member: Member): Promise<Member> {
  const body = { refreshToken: member.refreshToken };
  const { body: tokens } = await member.call("refreshToken", 200, { body });
  return createMember(transport, { ...member, tokens });
}

const lentFor = new WeakMap<Member["tokens"], number>();

/** Half-way to its end, which leaves enough for any rule. */
function renewAt({ tokens }: Member): number {
  const at = lentFor.get(tokens) ?? Date.now() + tokens.expiresIn * 500;
  lentFor.set(tokens, at);
  return at;
}

/** Deletes their posts, and with them comments, reactions and notifications; false where something stays. */
async function isCleared(member: Member): Promise<boolean> {
  try {
    for (;;) {
      const { body: page } = await member.call("getMyTimeline", 200, { query: { limit: 100 } });
      for (const { id: postId } of page.items) await member.call("deletePost", 200, { path: { postId } });
      if (page.nextCursor === null) break;
    }
    await member.call("listNotifications", 204);
    const { body: me } = await member.call("getMe", 200);
    if (me.nickname !== null) await member.call("changeNickname", 200, { body: { nickname: null } });
    if (me.bio !== null) await member.call("changeBio", 200, { body: { bio: null } });
    return true;
  } catch {
    return false;
  }
}
