/**
 * The part that fails: all database accesses or only writes, with a given message; all database accesses, with the database's own
 * error for a given invalid statement; or the rate limiter, if the server has a `RATE_LIMIT`.
 */
export type FaultyPart = "database" | "writes" | "statement" | "limiter";

/** Controls a server under test through the second port of `fixture-server.ts`. */
export interface Control {
  /** Sets the server's clock ahead of the system's. */
  setClock(aheadMs: number): Promise<void>;
  /** Makes a part fail from now on. @param message the error message, or the invalid statement if the part is `statement` */
  setFault(where: FaultyPart, message: string): Promise<void>;
  /** Ends the failure. */
  clearFault(): Promise<void>;
  /** Makes the database refuse connections, or accept them again. */
  setDatabaseAway(isAway: boolean): Promise<void>;
  /** Blocks all operations that reach a point: `write` for write transactions, or the name of a statement that reads. */
  hold(point: string): Promise<void>;
  /** Resolves when so many operations are blocked. */
  held(count: number): Promise<void>;
  /** Unblocks them in order of arrival. */
  release(): Promise<void>;
  grantAdmin(userId: string): Promise<void>;
  /** Stops the server as SIGTERM does. */
  stop(): Promise<void>;
}

/** The commands of the control port: a path, and the type of the body that is sent to it. */
export interface Commands {
  readonly clock: { readonly aheadMs: number };
  readonly fault: { readonly where: FaultyPart | "nowhere"; readonly message: string };
  readonly away: { readonly isAway: boolean };
  readonly hold: { readonly point: string };
  readonly held: { readonly count: number };
  readonly release: Readonly<Record<string, never>>;
  readonly admin: { readonly userId: string };
  readonly stop: Readonly<Record<string, never>>;
}

export function connectControl(controlUrl: string): Control {
  async function send<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<void> {
    const response = await fetch(`${controlUrl}/${name}`, { method: "POST", body: JSON.stringify(command) });
    if (!response.ok) throw new Error(`The fixture server refused ${name}: ${await response.text()}`);
    await response.arrayBuffer();
  }
  return {
    setClock: (aheadMs) => send("clock", { aheadMs }),
    setFault: (where, message) => send("fault", { where, message }),
    clearFault: () => send("fault", { where: "nowhere", message: "" }),
    setDatabaseAway: (isAway) => send("away", { isAway }),
    hold: (point) => send("hold", { point }),
    held: (count) => send("held", { count }),
    release: () => send("release", {}),
    stop: () => send("stop", {}),
    grantAdmin: (userId) => send("admin", { userId }),
  };
}
