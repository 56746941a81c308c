import { createMember, type Member, type MemberCredentials, signUpMember } from "./members.ts";
import type { Transport } from "./transport.ts";

/** A pool of members that rules reuse, because sign-ups and logins are slow by design. */
export interface Pool {
  /** Members without posts, notifications, nickname and bio, for exclusive use until they are released. */
  acquire(transport: Transport, count: number): Promise<Member[]>;
  /** Deletes what the members made. A member that cannot be cleaned up is not lent again. */
  release(members: readonly Member[]): Promise<void>;
}

interface IdleMember {
  readonly credentials: MemberCredentials;
  /** When the access token should be renewed, in ms since the epoch. */
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

/** Half of the token's lifetime remains then, which is enough for any rule. */
function renewAt({ tokens }: Member): number {
  const at = renewalTimes.get(tokens) ?? Date.now() + tokens.expiresIn * 500;
  renewalTimes.set(tokens, at);
  return at;
}

/** Deletes the member's posts, and with them comments, reactions and notifications. @returns false if something remains */
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
