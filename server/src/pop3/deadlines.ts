/** How long each phase of a session may take, in milliseconds. */
export interface Deadlines {
  /** Name resolution and TCP together. */
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly greetingMs: number;
  /** Each reply of the login; servers answer a wrong password late on purpose. */
  readonly authMs: number;
  /** The first octet of a reply. */
  readonly replyMs: number;
  /** Silence within a reply. */
  readonly idleMs: number;
  /** QUIT's reply: expunging a large maildrop is slow. */
  readonly quitMs: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  connectMs: 15_000,
  tlsMs: 15_000,
  greetingMs: 30_000,
  authMs: 60_000,
  replyMs: 60_000,
  idleMs: 60_000,
  quitMs: 60_000,
};
