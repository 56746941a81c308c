import { createHash } from "node:crypto";
import {
  type AnyJson,
  afterAnswer,
  changeAnswer,
  changeBody,
  changeRequestBody,
  type InterceptorFactory,
  isTokenValid,
  type Mutant,
  parse,
  retryWith,
  type ServerAccess,
  senderOf,
  sentBy,
  withJson,
} from "../mutant.ts";

const hashOf = (refreshToken: unknown) => createHash("sha256").update(String(refreshToken)).digest("hex");

const isString = (value: unknown) => typeof value === "string";

/** Moves the member's other sessions to another member during the request, so that they are not ended. */
function keepingSessions(status: number): InterceptorFactory {
  return (server) => async (request, forward) => {
    const id = request.pathValues.userId ?? senderOf(request);
    const currentSession = sessionOf(request.headers.authorization);
    const rows: readonly AnyJson[] = await server.sql(
      "SELECT id FROM sessions WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL",
      id,
      currentSession,
    );
    const move = async (to: string) => {
      for (const row of rows) await server.sql("UPDATE sessions SET user_id = $1 WHERE id = $2", to, row.id);
    };
    await move(server.bystander);
    const answer = await forward();
    await move(id);
    if (answer.status !== status) return answer;
    const json = JSON.parse(answer.body.toString());
    return withJson(answer, "endedSessions" in json ? { endedSessions: rows.length } : json);
  };
}

function sessionOf(authorization = ""): string {
  const claims = parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString());
  return String(Object(claims).sid ?? "");
}

/** Accepts forged tokens with such a header. */
function acceptingForged(isAccepted: (header: AnyJson) => boolean): InterceptorFactory {
  return retryWith(403, (request, server: ServerAccess) => {
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const header = parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
    const sender = senderOf(request);
    const isForged = header && sender !== "" && !server.hasSigned(token);
    return isForged && isAccepted(header) ? sentBy(server.tokenOf(sender), request) : undefined;
  });
}

export const sessionMutants: readonly Mutant[] = [
  {
    name: "refresh-again-and-again",
    breaks: "a refresh token works more than once",
    operations: ["refreshToken"],
    intercept: afterAnswer(200, ({ body: json }, { sql }) =>
      sql("UPDATE refresh_tokens SET used_at = NULL WHERE hash = $1", hashOf(parse(json.toString())?.refreshToken)),
    ),
  },
  {
    name: "reuse-ends-nothing",
    breaks: "reuse of a refresh token is rejected but does not end the session",
    operations: ["refreshToken"],
    intercept: () => {
      const used = new Set<unknown>();
      return async (request, forward) => {
        const token = parse(request.body.toString())?.refreshToken;
        if (!used.has(token)) {
          const answer = await forward();
          if (answer.status === 200) used.add(token);
          return answer;
        }
        // An unknown token is rejected as well, but ends no session.
        return forward({ body: Buffer.from(JSON.stringify({ refreshToken: "A".repeat(43) })) });
      };
    },
  },
  {
    name: "log-out-ends-nothing",
    breaks: "logOut reports success and ends nothing",
    operations: ["logOut"],
    intercept: (server) => async (request, forward) => {
      const [row]: readonly AnyJson[] = await server.sql(
        "SELECT s.user_id FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE r.hash = $1",
        hashOf(parse(request.body.toString())?.refreshToken),
      );
      if (row?.user_id !== senderOf(request)) return forward();
      // The server rejects an unknown token only if the caller is logged in.
      const answer = await forward({ body: Buffer.from(JSON.stringify({ refreshToken: "A".repeat(43) })) });
      return answer.status === 403 && isTokenValid(answer) ? withJson(answer, { endedSessions: 1 }, 200) : answer;
    },
  },
  {
    name: "change-spares-logins",
    breaks: "changePassword does not end the other sessions",
    operations: ["changePassword"],
    intercept: keepingSessions(200),
  },
  {
    name: "temporary-spares-logins",
    breaks: "a temporary password does not end the other sessions",
    operations: ["issueTemporaryPassword"],
    intercept: keepingSessions(201),
  },
  {
    name: "change-ends-this-login",
    breaks: "changePassword ends the session that it was called with",
    operations: ["changePassword"],
    intercept: (server) => async (request, forward) => {
      const me = await forward({ method: "GET", path: "/user/me", body: Buffer.alloc(0) });
      return forward(me.status === 200 ? sentBy(server.tokenOf(senderOf(request)), request) : {});
    },
  },
  {
    name: "old-password-works",
    breaks: "the old password still works after a temporary one was issued",
    operations: ["issueTemporaryPassword", "logIn"],
    intercept: (server) => {
      const old = new Map<string, string>();
      const issued = new Map<string, string>();
      return async (request, forward) => {
        const answer = await forward();
        const json = parse(answer.body.toString());
        if (request.operationId === "issueTemporaryPassword") {
          if (answer.status === 201) issued.set(request.pathValues.userId ?? "", json.temporaryPassword);
          return answer;
        }
        const { id, password } = Object(parse(request.body.toString()));
        if (answer.status === 200 && !old.has(id)) old.set(id, password);
        if (answer.status !== 401 || old.get(id) !== password) return answer;
        const again = { id, password: issued.get(id) ?? "not issued" };
        return retryWith(401, () => ({ body: Buffer.from(JSON.stringify(again)) }))(server)(request, forward);
      };
    },
  },
  {
    name: "password-not-changed",
    breaks: "changePassword accepts the current password as the new one",
    operations: ["changePassword"],
    intercept: changeAnswer(409, (answer) => withJson(answer, { endedSessions: 0 }, 200)),
  },
  {
    name: "must-not-change",
    breaks: "mustChangePassword is false after a login with a temporary password",
    operations: ["logIn"],
    intercept: changeBody(200, (tokens) => ({ ...tokens, mustChangePassword: false })),
  },
  {
    name: "who-is-there",
    breaks: "logIn reveals which ids exist",
    operations: ["logIn"],
    intercept: changeBody(401, async (error, { body: json }, { sql }) => {
      const { id } = JSON.parse(json.toString());
      const rows = await sql("SELECT id FROM users WHERE id = $1", id);
      return rows.length > 0 ? error : { ...error, hint: "There is no such member" };
    }),
  },
  {
    name: "password-in-any-case",
    breaks: "a password is compared without regard to case",
    operations: ["signUp", "logIn", "changePassword"],
    intercept: changeRequestBody((json) => {
      const passwords = Object.entries(Object(json)).filter(
        ([name, value]) => /password/i.test(name) && isString(value),
      );
      return { ...json, ...Object.fromEntries(passwords.map(([name, value]) => [name, String(value).toLowerCase()])) };
    }),
  },
  {
    name: "token-without-signature",
    breaks: "a token with alg none is accepted",
    operations: ["getMe"],
    intercept: acceptingForged(({ alg }) => String(alg).toLowerCase() === "none"),
  },
  {
    name: "token-of-anyone",
    breaks: "a token signed with any key is accepted",
    operations: ["createPost"],
    intercept: acceptingForged(({ alg }) => alg === "HS256"),
  },
  {
    name: "ended-token-works",
    breaks: "the token of an ended session is accepted",
    operations: ["listPosts"],
    intercept: retryWith(403, (request, server) =>
      server.hasSigned((request.headers.authorization ?? "").replace("Bearer ", ""))
        ? sentBy(server.tokenOf(senderOf(request)), request)
        : undefined,
    ),
  },
  {
    name: "refresh-token-as-access",
    breaks: "a refresh token is accepted as an access token",
    operations: ["getUser"],
    intercept: retryWith(403, async (request, server) => {
      const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
      const [row]: readonly AnyJson[] = await server.sql(
        "SELECT s.user_id FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE r.hash = $1",
        hashOf(token),
      );
      return row && sentBy(server.tokenOf(row.user_id), request);
    }),
  },
  {
    name: "any-scheme",
    breaks: "any authentication scheme is accepted",
    operations: ["listComments"],
    intercept: () => (request, forward) => {
      const { authorization } = request.headers;
      return authorization === undefined || authorization.startsWith("Bearer ")
        ? forward()
        : forward({ headers: { ...request.headers, authorization: `Bearer ${authorization}` } });
    },
  },
];
