/** Whoever sent a request with a valid access token. A handler of an operation that needs no token gets no caller. */
export interface Caller {
  readonly id: string;
  readonly isAdmin: boolean;
  /** The login that the token belongs to; what `logOut` and a changed password end. */
  readonly sessionId: string;
  /** When the token ends, in seconds since 1970. */
  readonly expires: number;
  /** Method and path of the request, without its query: `DELETE /post/14`. A 403 repeats it. */
  readonly requestLine: string;
}
