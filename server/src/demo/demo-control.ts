import type { Fault } from "./faults/fault.ts";
import type { MaildropEvent, MaildropStore, StoredMessage } from "./maildrop/maildrop-store.ts";
import { readWhole } from "./maildrop/message-source.ts";
import type { SessionEvent } from "./session/demo-service.ts";

export type DemoEvent = SessionEvent | MaildropEvent;

/** A message as it lies in the maildrop now, with the number that the next session would give it. */
export interface PeekedMessage {
  readonly number: number;
  readonly uid: string;
  readonly octets: number;
}

/** The server's insides, for lessons and tests in the same process. Takes no lock and asks no password. */
export interface DemoControl {
  /** @throws MaildropError `duplicate-user` */
  createMailbox(mailbox: {
    readonly user: string;
    readonly password: string;
    readonly messages?: readonly StoredMessage[];
  }): void;
  /**
   * Adds a message at the end; sessions that are open do not see it. A missing last CRLF is added.
   * @returns its unique-id, made up if not given
   * @throws MaildropError `unknown-user`
   */
  deliver(user: string, octets: Buffer, uid?: string): string;
  /** Puts back the messages that the mailbox began with. @throws MaildropError `unknown-user` */
  reset(user: string): void;
  /** @throws MaildropError `unknown-user` */
  peek(user: string): readonly PeekedMessage[];
  /** The octets of one message; undefined if it is not there. @throws MaildropError `unknown-user` */
  read(user: string, uid: string): Buffer | undefined;
  /** The octets of every message in the order of their numbers, also where several bear one unique-id. */
  readAll(user: string): readonly Buffer[];
  /**
   * Puts the first so many messages behind the others, as a server does that builds its index anew: the
   * next session finds other numbers under the same unique-ids. @throws MaildropError `unknown-user`
   */
  renumber(user: string, first: number): void;
  /** Whether a session holds the maildrop. */
  isLocked(user: string): boolean;
  /** Replaces the faults that are switched on, for open sessions too; none: exact to the RFC. */
  setFaults(...faults: readonly Fault[]): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: DemoEvent) => void): () => void;
}

export function demoControl(parts: {
  readonly store: MaildropStore;
  readonly listeners: Set<(event: DemoEvent) => void>;
  readonly setFaults: (faults: readonly Fault[]) => void;
}): DemoControl {
  const { store, listeners } = parts;
  return {
    createMailbox: ({ user, password, messages }) => store.create(user, password, messages),
    deliver: (user, octets, uid) => store.deliver(user, octets, uid),
    reset: (user) => store.reset(user),
    peek: (user) =>
      store.peek(user).map(({ uid, source }, index) => ({ number: index + 1, uid, octets: source.octets })),
    read: (user, uid) => {
      const message = store.peek(user).find((candidate) => candidate.uid === uid);
      return message === undefined ? undefined : readWhole(message.source);
    },
    readAll: (user) => store.peek(user).map(({ source }) => readWhole(source)),
    renumber: (user, first) => store.renumber(user, first),
    isLocked: (user) => store.isLocked(user),
    setFaults: (...faults) => parts.setFaults(faults),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
