/**
 * What can be made to fail: the database or its writes alone, with an error of ours; the database with its own error to a
 * statement that it refuses; the limiter, where the server has a `RATE_LIMIT`.
 */
export type FaultyPart = "database" | "writes" | "statement" | "limiter";

/** What tests do to a server behind its back, through the second port of `fixture-server.ts`. */
export interface Control {
  /** Sets the server's clock so many milliseconds ahead of ours. */
  setClock(ahead: number): Promise<void>;
  /** From now on this part fails with this message or, where it is a statement, because of it. */
  setFault(where: FaultyPart, message: string): Promise<void>;
  /** Ends the fault. */
  mend(): Promise<void>;
  /** Whether the database refuses to be connected to. */
  setDatabaseAway(away: boolean): Promise<void>;
  /** Holds up all that comes to a point: `write` for write transactions, or the name of a statement that is read. */
  hold(point: string): Promise<void>;
  /** Resolves when so many are held up. */
  held(count: number): Promise<void>;
  /** Lets them go on in the order in which they came. */
  release(): Promise<void>;
  grantAdmin(userId: string): Promise<void>;
  /** Begins to stop, as SIGTERM does. */
  stop(): Promise<void>;
}

/** The paths of the control port, each taking the body of the same type. */
export interface Commands {
  readonly clock: { readonly ahead: number };
  readonly fault: { readonly where: FaultyPart | "nowhere"; readonly message: string };
  readonly away: { readonly away: boolean };
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
    setClock: (ahead) => send("clock", { ahead }),
    setFault: (where, message) => send("fault", { where, message }),
    mend: () => send("fault", { where: "nowhere", message: "" }),
    setDatabaseAway: (away) => send("away", { away }),
    hold: (point) => send("hold", { point }),
    held: (count) => send("held", { count }),
    release: () => send("release", {}),
    stop: () => send("stop", {}),
    grantAdmin: (userId) => send("admin", { userId }),
  };
}
