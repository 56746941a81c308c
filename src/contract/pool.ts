import { createMember, type Member, type MemberCredentials, signUpMember } from "./members.ts";
import type { Transport } from "./transport.ts";

/** Members who are signed up once and lent to one rule after another, since sign-ups and logins are slow by design. */
export interface Pool {
  /** Each without posts, notifications, nickname and bio, and to no one else's use until they are given back. */
  acquire(transport: Transport, count: number): Promise<Member[]>;
  /** Clears away what they made. Who cannot be cleared is not lent again. */
  release(members: readonly Member[]): Promise<void>;
}

interface IdleMember {
  readonly credentials: MemberCredentials;
  /** When the access token should be renewed, in ms. */
  readonly renewAt: number;
}

export function createPool(): Pool {
  const idle: IdleMember[] = [];

  async function acquireOne(transport: Transport): Promise<Member> {
    const idleMember = idle.pop();
    if (!idleMember) return signUpMember(transport);
    const member = createMember(transport, idleMember.credentials);
    return Date.now() < idleMember.renewAt ? member : renew(transport, member);
  }
  return {
    acquire: (transport, count) => Promise.all(Array.from({ length: count }, () => acquireOne(transport))),
    async release(members) {
      await Promise.all(
        members.map(async (member) => {
          if (await cleanUp(member)) idle.push({ credentials: member, renewAt: renewAt(member) });
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

const renewalTimes = new WeakMap<Member["tokens"], number>();

/** Half-way to its end, which leaves enough for any rule. */
function renewAt({ tokens }: Member): number {
  const at = renewalTimes.get(tokens) ?? Date.now() + tokens.expiresIn * 500;
  renewalTimes.set(tokens, at);
  return at;
}

/** Deletes their posts, and with them comments, reactions and notifications; false where something stays. */
async function cleanUp(member: Member): Promise<boolean> {
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
