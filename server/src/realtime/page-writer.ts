import { ServerEvent } from "@popgate/shared/api/events";
import type { Row } from "@popgate/shared/api/message";
import { checkedJson } from "../http/contract-json.ts";
import type { PageLine } from "./page-line.ts";

type RowsEvent = Extract<ServerEvent, { type: "rows" }>;

/** Unsent octets after which a page counts as slow: a screen of rows has some 30 kB. */
const MAX_BUFFERED_OCTETS = 1024 * 1024;
/** How often a slow page is looked at again. */
const RECOVERY_MS = 250;
/** A page that stays slow for this long is gone, or as good as gone. */
const MAX_SLOW_MS = 30_000;
/** Several sessions' rows within this time travel together. */
const ROWS_EVERY_MS = 50;
/** RFC 6455 §7.4.1: the gateway cannot go on. */
const INTERNAL_ERROR = 1011;

/** How events become JSON. @throws where one breaks its contract, if that is checked */
export type EventWriter = (event: ServerEvent) => string;

/** Under test and in development: an event that its page would not understand is not sent. */
export const writeChecked: EventWriter = (event) =>
  checkedJson(ServerEvent, event, `the event "${event.type}"`);

/**
 * What one page is told. Rows are gathered for a moment; a page that does not keep up is told nothing
 * until its line is free, and then to ask for everything again: the gateway buffers for nobody.
 */
export class PageWriter {
  readonly #line: PageLine;
  readonly #write: EventWriter;
  readonly #onError: (error: unknown) => void;
  readonly #transcripts = new Set<string>();
  readonly #rows = new Map<string, RowsEvent>();
  #rowsTimer: NodeJS.Timeout | undefined;
  #recovery: NodeJS.Timeout | undefined;
  #slowSince: number | undefined;

  /** @param onError of an event that cannot be written; its page is closed, since it would miss it */
  constructor(line: PageLine, write: EventWriter, onError: (error: unknown) => void) {
    this.#line = line;
    this.#write = write;
    this.#onError = onError;
    line.onClose(() => {
      clearTimeout(this.#rowsTimer);
      clearInterval(this.#recovery);
    });
  }

  wantTranscript(mailboxId: string, isWanted: boolean): void {
    if (isWanted) this.#transcripts.add(mailboxId);
    else this.#transcripts.delete(mailboxId);
  }

  tell(event: ServerEvent): void {
    if (this.#slowSince !== undefined) return;
    if (event.type === "rows") return this.#gather(event);
    if (event.type === "transcript" && !this.#transcripts.has(event.mailboxId)) return;
    if (event.type === "closed") this.#transcripts.delete(event.mailboxId);
    this.#flushRows();
    this.#send(event);
  }

  #gather(event: RowsEvent): void {
    const waiting = this.#rows.get(event.mailboxId);
    const rows = new Map<string, Row>();
    // Rows of an older reading of the maildrop are of no use beside those of a newer one.
    if (waiting?.generation === event.generation) for (const row of waiting.rows) rows.set(row.uid, row);
    for (const row of event.rows) rows.set(row.uid, row);
    this.#rows.set(event.mailboxId, { ...event, rows: [...rows.values()] });
    this.#rowsTimer ??= setTimeout(() => this.#flushRows(), ROWS_EVERY_MS);
  }

  #flushRows(): void {
    clearTimeout(this.#rowsTimer);
    this.#rowsTimer = undefined;
    const waiting = [...this.#rows.values()];
    this.#rows.clear();
    for (const event of waiting) this.#send(event);
  }

  #send(event: ServerEvent): void {
    if (!this.#line.isOpen || this.#slowSince !== undefined) return;
    if (this.#line.bufferedOctets > MAX_BUFFERED_OCTETS) return this.#becomeSlow();
    try {
      this.#line.send(this.#write(event));
    } catch (error) {
      this.#onError(error);
      this.#line.close(INTERNAL_ERROR, "an event cannot be sent");
    }
  }

  #becomeSlow(): void {
    this.#slowSince = performance.now();
    this.#rows.clear();
    this.#recovery = setInterval(() => this.#recover(), RECOVERY_MS);
  }

  #recover(): void {
    const slowMs = performance.now() - (this.#slowSince ?? 0);
    if (this.#line.bufferedOctets > 0) {
      if (slowMs > MAX_SLOW_MS) this.#line.terminate();
      return;
    }
    clearInterval(this.#recovery);
    this.#slowSince = undefined;
    this.#send({ type: "resync" });
  }
}
