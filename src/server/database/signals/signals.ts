/** Tells every process that shares the database of something that one of them wrote. */
export interface Signals {
  /**
   * To be called after the commit: whoever listens hears `text`, at most 8000 bytes. It only says where to look: what was
   * written is in the database, and should the signal be lost, a look around finds it.
   */
  send(text: string): void;
  /** To be called once. What was sent before is not heard. */
  listen(listener: Listener): void;
  /** Listens no more. */
  close(): Promise<void>;
}

export interface Listener {
  receive(text: string): void;
  /** Signals may have been missed, also those of the time before the first call; or, on SQLite, another process wrote. */
  catchUp(): void;
}

/** A process that listens, until it is told to stop. */
export interface Listening {
  stop(): Promise<void>;
}
