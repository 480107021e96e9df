import { startDemo, type DemoOptions, type DemoServer } from "@popgate/server/demo/demo-server";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { DEFAULT_DEADLINES, type Deadlines } from "@popgate/server/pop3/deadlines";
import { HangUpMemory } from "@popgate/server/pop3/opening/hang-up-memory";
import { MailSession, type MailSessionOptions } from "@popgate/server/sessions/mail-session";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import { readRecord } from "@popgate/server/sessions/keeping/record-form";
import { RecordWriter } from "@popgate/server/sessions/keeping/record-writer";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import type { ServerEvent } from "@popgate/shared/api/events";
import type { RowQuery } from "@popgate/shared/api/message";
import { connectPop3, type RawPop3 } from "../line/raw-pop3.ts";
import { forOneProcess } from "./ownership.ts";
import { TemporaryCache } from "./temporary-cache.ts";

/** Short enough that a test of silence ends, long enough for a busy machine. */
export const TEST_DEADLINES: Deadlines = { ...DEFAULT_DEADLINES, connectMs: 5_000, greetingMs: 5_000 };

export interface BenchSessionOptions extends Partial<
  Pick<
    MailSessionOptions,
    "releaseAfterMs" | "lease" | "checkEveryMs" | "reconnectWaitsMs" | "secret" | "readState" | "searcher"
  >
> {
  /** Where to dial, if not the demo server itself. */
  port?: number;
  deadlines?: Partial<Deadlines>;
  password?: string;
  /** What an earlier process kept. */
  restored?: MailboxRecord | undefined;
  /** Hears the record whenever it is written. */
  keep?: (record: MailboxRecord) => Promise<void>;
}

/** A demo server of one's own, with a mailbox of small messages whose unique-ids are `m1`, `m2` … */
export interface DemoBench {
  readonly demo: DemoServer;
  /** Where messages too large for memory lie. */
  readonly cacheDirectory: string;
  /** A session that is not opened yet. */
  session(options?: BenchSessionOptions): MailSession;
  /** What is known of the session's mailbox. */
  stateOf(session: MailSession): MailboxState;
  /** What the server holds, seen past every session. */
  uids(): string[];
  /** A second client on the same server. */
  raw(): Promise<RawPop3>;
  close(): Promise<void>;
}

export const USER = "kim";
export const PASSWORD = "correct horse battery";

/** The list as the server numbers it. */
export const ALL_ROWS = {
  offset: 0,
  limit: 100,
  sort: "number",
  order: "asc",
  q: "",
  filter: "all",
} as const satisfies RowQuery;

export function smallMessage(nth: number): Buffer {
  return Buffer.from(
    [
      `From: "Sender ${nth}" <sender${nth}@example.org>`,
      "To: kim@example.org",
      `Subject: Message ${nth}`,
      `Date: ${new Date(Date.UTC(2026, 0, 1 + (nth % 300))).toUTCString()}`,
      `Message-ID: <${nth}@example.org>`,
      "",
      `Body of message ${nth}.`,
      ".",
      "..two dots",
      "",
    ].join("\r\n"),
  );
}

export async function startDemoBench(count = 6, options: DemoOptions = {}): Promise<DemoBench> {
  const demo = await startDemo({ failedLoginDelayMs: 0, ...options });
  demo.control.createMailbox({ user: USER, password: PASSWORD });
  for (let nth = 1; nth <= count; nth += 1) demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
  const cache = new TemporaryCache({ memoryOctets: 8 << 20, maxMessageOctets: 256 << 20 });
  const searcher = new MessageSearcher();
  const sessions: MailSession[] = [];
  const states = new Map<MailSession, MailboxState>();
  return {
    demo,
    cacheDirectory: cache.directory,
    session({
      port = demo.pop3Port,
      releaseAfterMs = 3_600_000,
      deadlines = {},
      password = PASSWORD,
      restored,
      keep,
      ...more
    } = {}) {
      const mailbox = new MailboxState({
        id: `mailbox-${sessions.length + 1}`,
        account: {
          user: USER,
          server: { host: "127.0.0.1", port, security: "none" },
          mechanism: "auto",
        },
        record: restored,
      });
      const session = new MailSession({
        mailbox,
        record: keep && recordOf(mailbox, keep),
        secret: () => password,
        // Ports come round again: no test may inherit what another's server did.
        dial: { hangUps: new HangUpMemory() },
        deadlines: { ...TEST_DEADLINES, ...deadlines },
        cache,
        searcher,
        releaseAfterMs,
        ...more,
      });
      sessions.push(session);
      states.set(session, mailbox);
      return session;
    },
    stateOf(session) {
      const state = states.get(session);
      if (state === undefined) throw new Error("this session is none of the bench");
      return state;
    },
    uids: () => demo.control.peek(USER).map(({ uid }) => uid),
    raw: () => connectPop3("127.0.0.1", demo.pop3Port),
    async close() {
      await Promise.all(sessions.map((session) => session.close()));
      await demo.close();
      await Promise.all([cache.close(), searcher.close()]);
    },
  };
}

/** As if the sign-in had been kept before. */
function recordOf(mailbox: MailboxState, keep: (record: MailboxRecord) => Promise<void>): RecordWriter {
  let [octets, changes]: [Buffer, Buffer[]] = [Buffer.alloc(0), []];
  const written = async () => keep((await readRecord({ octets, changes })).record);
  return new RecordWriter({
    ownerId: "owner",
    mailboxId: mailbox.id,
    mailbox,
    records: {
      ...forOneProcess().records,
      keep: async (_, whole) => {
        [octets, changes] = [whole.octets, []];
        await written();
        return "";
      },
      append: async (_, change) => {
        changes.push(change.octets);
        await written();
      },
    },
    secret: () => PASSWORD,
    isHeld: () => true,
    generation: 1,
    onError: () => {},
  });
}

/** Waits for the next event that passes, from now on. */
export function nextEvent<Type extends ServerEvent["type"]>(
  session: MailSession,
  type: Type,
  passes: (event: Extract<ServerEvent, { type: Type }>) => boolean = () => true,
): Promise<Extract<ServerEvent, { type: Type }>> {
  return new Promise((resolve) => {
    const stop = session.subscribe((event) => {
      // The type of the union's member follows from its tag, which the compiler cannot see through Type.
      const candidate = event as Extract<ServerEvent, { type: Type }>;
      if (event.type !== type || !passes(candidate)) return;
      stop();
      resolve(candidate);
    });
  });
}

/** The client's lines of a session's transcript, from its beginning: `DELE 2`, `QUIT` … */
export function commandsOf(session: MailSession, after = 0): string[] {
  return session
    .transcriptAfter(after)
    .events.filter(({ direction }) => direction === "C")
    .map(({ line }) => line);
}

/** The number of the last line so far: what follows it was said later. */
export function lastSeq(session: MailSession): number {
  return session.transcriptAfter(0).events.at(-1)?.seq ?? 0;
}

/** Everything that the sweep reads in the background, folded or not, is not what a test asked for. */
export function withoutSweep(commands: readonly string[]): string[] {
  return commands.filter((line) => line !== "" && !line.startsWith("TOP "));
}

/** The server cuts the connection; ends when the session has noticed and the maildrop is unlocked. */
export async function cutConnection(bench: DemoBench, session: MailSession): Promise<void> {
  const lost = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
  bench.demo.control.setFaults({ kind: "cut", verb: "TOP", afterOctets: 0 });
  const [uid = ""] = bench.uids();
  await Promise.allSettled([session.top(uid, 0), lost]);
  bench.demo.control.setFaults();
  await unlocked(bench);
}

/** Waits until no session holds the maildrop. */
export function unlocked({ demo }: DemoBench): Promise<void> {
  return new Promise((resolve) => {
    const stop = demo.control.subscribe(check);
    function check() {
      if (demo.control.isLocked(USER)) return;
      stop();
      resolve();
    }
    check();
  });
}
