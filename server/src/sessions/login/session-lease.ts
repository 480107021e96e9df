/** The right to hold a mailbox's connection, among all browser sessions of all gateways. */
export interface SessionLease {
  /** Called before each dial, also by the one that has it. @throws SessionError `in-use-here` */
  acquire(): Promise<void>;
  /** Called when the session is released, handed over or closed; harmless without the lease. */
  release(): Promise<void>;
}
