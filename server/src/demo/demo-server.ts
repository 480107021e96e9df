import { randomBytes } from "node:crypto";
import { makeIdentity } from "./certificate/certificate.ts";
import { demoControl, type DemoControl, type DemoEvent } from "./demo-control.ts";
import { FaultPlan } from "./faults/fault-plan.ts";
import { demoMailbox } from "./mail/demo-mailbox.ts";
import { MaildropStore, type StoredMessage } from "./maildrop/maildrop-store.ts";
import { Connections, portOf } from "./session/connections.ts";
import type { DemoService } from "./session/demo-service.ts";

/** All optional: without options the demo listens on free loopback ports. */
export interface DemoOptions {
  readonly host?: string;
  /** POP3 with STLS; 0 or absent takes a free port. */
  readonly pop3Port?: number;
  /** POP3 inside TLS from the first octet; 0 or absent takes a free port. */
  readonly pop3sPort?: number;
  /** Milliseconds since the epoch; the demo mailbox is dated relative to its value at start. */
  readonly clock?: () => number;
  /** Gives a text that was never given before; no blanks, no `@`. Part of timestamps and unique-ids. */
  readonly newId?: () => string;
  /** What stands behind the `@` of timestamps. */
  readonly hostName?: string;
  /** What the mailbox begins with, instead of the demo's own mail. */
  readonly messages?: readonly StoredMessage[];
  readonly requiresTls?: boolean;
  /**
   * Offers SCRAM bound to TLS 1.3 (-PLUS, RFC 9266). Off unless asked for: mutt and neomutt choose it by
   * themselves, cannot bind, and then sign in by no other way.
   */
  readonly bindsChannels?: boolean;
  readonly failedLoginDelayMs?: number;
  readonly idleTimeoutMs?: number;
  readonly sessionsPerAddress?: number;
}

export interface DemoServer {
  readonly host: string;
  readonly pop3Port: number;
  readonly pop3sPort: number;
  /** The authority to trust: made at this start, its key is gone. */
  readonly caPem: string;
  readonly user: string;
  readonly password: string;
  readonly control: DemoControl;
  /** Drops all sessions, deleting nothing, and stops listening. */
  close(): Promise<void>;
}

/** The user of RFC 1939's own example. */
const USER = "mrose";
const PASSWORD = "tanstaaf";

/** RFC 1939 §3 demands ten minutes at least. */
const IDLE_TIMEOUT_MS = 600_000;
/** Slow enough against guessing by hand, fast enough for a lesson. */
const FAILED_LOGIN_DELAY_MS = 400;
/** A gateway is one address for all its users, and a class may sit behind one. */
const SESSIONS_PER_ADDRESS = 256;

/**
 * Starts the demo POP3 server with its mailbox, on loopback unless told otherwise. Everything is in
 * memory: a restart brings the mailbox back, under the unique-ids that it had.
 *
 * @throws Error with `code` "EADDRINUSE" and the like, as `net.Server.listen` gives it
 */
export async function startDemo(options: DemoOptions = {}): Promise<DemoServer> {
  const clock = options.clock ?? Date.now;
  const newId = options.newId ?? (() => randomBytes(8).toString("hex"));
  const host = options.host ?? "127.0.0.1";
  const listeners = new Set<(event: DemoEvent) => void>();
  const emit = (event: DemoEvent) => {
    for (const listener of listeners) listener(event);
  };
  let faults = new FaultPlan();
  const store = new MaildropStore({ newUid: newId, emit, faults: () => faults });
  store.create(USER, PASSWORD, options.messages ?? demoMailbox(clock()));
  const service: DemoService = {
    store,
    faults: () => faults,
    hasTls: true,
    requiresTls: options.requiresTls ?? false,
    bindsChannels: options.bindsChannels ?? false,
    failedLoginDelayMs: options.failedLoginDelayMs ?? FAILED_LOGIN_DELAY_MS,
    idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    hostName: options.hostName ?? "demo.popgate.example",
    clock,
    newId,
    emit,
  };
  const identity = makeIdentity(clock());
  const connections = new Connections(service, identity, options.sessionsPerAddress ?? SESSIONS_PER_ADDRESS);
  const pop3 = await connections.listen(host, options.pop3Port ?? 0, "starttls");
  const pop3s = await connections.listen(host, options.pop3sPort ?? 0, "tls").catch((error: unknown) => {
    pop3.close();
    throw error;
  });
  return {
    host,
    pop3Port: portOf(pop3),
    pop3sPort: portOf(pop3s),
    caPem: identity.caPem,
    user: USER,
    password: PASSWORD,
    control: demoControl({ store, listeners, setFaults: (wanted) => (faults = new FaultPlan(wanted)) }),
    async close() {
      connections.destroyAll();
      await Promise.all(
        [pop3, pop3s].map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      );
    },
  };
}
