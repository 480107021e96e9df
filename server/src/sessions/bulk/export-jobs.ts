import { randomBytes } from "node:crypto";
import type { ExportRequest } from "@popgate/shared/api/export";
import type { SessionContext } from "../actions/session-context.ts";
import { Throttle } from "../broadcast/throttle.ts";
import { SessionError } from "../work/session-error.ts";
import { ExportJob } from "./export-job.ts";
import type { ExportedEntry } from "./exported-entry.ts";
import type { MessageSource } from "./message-source.ts";

/** Downloads of one mailbox at once: they share one connection to the server. */
const MAX_RUNNING = 4;
/** What is remembered of exports, so that what they hold can be marked: an entry has some 300 octets. */
const MAX_KEPT_MESSAGES = 200_000;
const MAX_KEPT_JOBS = 16;
/** For a browser to follow the link that it has just been given. */
const READY_MS = 10 * 60_000;
const TELL_EVERY_MS = 250;

interface KeptJob {
  readonly job: ExportJob;
  readonly expiry: NodeJS.Timeout;
  readonly throttle: Throttle;
}

/** The exports of one mailbox: prepared, under way, and those that have ended, as long as they are kept. */
export class ExportJobs {
  readonly #context: SessionContext;
  readonly #source: MessageSource;
  readonly #kept = new Map<string, KeptJob>();

  constructor(context: SessionContext, source: MessageSource) {
    this.#context = context;
    this.#source = source;
  }

  /** @throws SessionError `too-many-requests` */
  prepare({ uids, format }: ExportRequest): ExportJob {
    const { mailbox } = this.#context;
    const wanted = [...new Set(uids)];
    this.#makeRoom(wanted.length);
    const { user, server } = mailbox.account;
    const job: ExportJob = new ExportJob({
      // 144 bits: whoever has the cookie still cannot guess another tab's link.
      id: randomBytes(18).toString("base64url"),
      format,
      uids: wanted,
      totalOctets: mailbox.maildrop.octetsOf(wanted),
      source: this.#source,
      facts: { user, server: { host: server.host, port: server.port } },
      changed: () => this.#changed(job),
    });
    const throttle = new Throttle(TELL_EVERY_MS, () => this.#tell(job));
    const expiry = setTimeout(() => {
      if (job.state === "ready") this.#drop(job.id);
    }, READY_MS).unref();
    this.#kept.set(job.id, { job, expiry, throttle });
    return job;
  }

  all(): ExportJob[] {
    return [...this.#kept.values()].map(({ job }) => job);
  }

  /** @throws SessionError `not-found` */
  find(id: string): ExportJob {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw new SessionError("not-found", "there is no such export");
    return kept.job;
  }

  /** Messages of exports that were complete. */
  *exported(): Generator<ExportedEntry> {
    for (const { job } of this.#kept.values()) if (job.state === "complete") yield* job.entries;
  }

  close(): void {
    for (const { job } of this.#kept.values()) {
      job.cancel();
      this.#drop(job.id);
    }
  }

  #makeRoom(messages: number): void {
    const jobs = this.all();
    const open = jobs.filter(({ state }) => state === "ready" || state === "running");
    if (open.length >= MAX_RUNNING) {
      throw new SessionError("too-many-requests", "too many exports of this mailbox at once", 10_000);
    }
    let total = jobs.reduce((sum, job) => sum + job.messages, messages);
    let count = jobs.length + 1;
    for (const job of jobs) {
      if (total <= MAX_KEPT_MESSAGES && count <= MAX_KEPT_JOBS) break;
      if (open.includes(job)) continue;
      this.#drop(job.id);
      total -= job.messages;
      count -= 1;
    }
  }

  #changed(job: ExportJob): void {
    const kept = this.#kept.get(job.id);
    if (kept === undefined) return;
    if (job.state === "running") return kept.throttle.ask();
    kept.throttle.stop();
    this.#tell(job);
  }

  #tell(job: ExportJob): void {
    const { events, mailbox } = this.#context;
    events.emit({ type: "export", mailboxId: mailbox.id, job: job.view() });
  }

  #drop(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    clearTimeout(kept.expiry);
    kept.throttle.stop();
    this.#kept.delete(id);
  }
}
