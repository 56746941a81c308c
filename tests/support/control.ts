/**
 * What can be made to fail: the database, with an error of ours or (`statement`) with its own to a statement that it
 * refuses; the limiter, where the server has a `RATE_LIMIT`.
 */
export type FaultyPart = "database" | "statement" | "limiter";

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
  grantAdmin(userId: string): Promise<void>;
  /** Begins to stop, as SIGTERM does. */
  stop(): Promise<void>;
}

/** The paths of the control port, each taking the body of the same type. */
export interface Commands {
  readonly clock: { readonly ahead: number };
  readonly fault: { readonly where: FaultyPart | "nowhere"; readonly message: string };
  readonly away: { readonly away: boolean };
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
    stop: () => send("stop", {}),
    grantAdmin: (userId) => send("admin", { userId }),
  };
}
