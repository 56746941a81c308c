export interface SignalListener {
  receive(text: string): void;
  /**
   * Reads what was written since the last call. Called when signals may have been missed, which includes the time before the
   * first call; on SQLite, called after each write of any process.
   */
  catchUp(): void;
}

export interface SignalSubscription {
  stop(): Promise<void>;
}
