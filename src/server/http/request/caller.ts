/** The user whose access token came with a request. Handlers of operations that need no token get no caller. */
export interface Caller {
  readonly id: string;
  readonly isAdmin: boolean;
  /** The session of the token. `logOut` and a change of the password end sessions. */
  readonly sessionId: string;
  /** When the token expires, in seconds since 1970. */
  readonly expires: number;
  /** Method and path of the request, without its query: `DELETE /post/14`. A 403 repeats it. */
  readonly requestLine: string;
}
