import type { Message } from "@popgate/shared/api/message";
import type { Structure } from "@popgate/shared/api/structure";
import { htmlDocument, type HtmlDocument } from "../html/html-document.ts";
import { sourceView } from "../source-view.ts";
import type { ReadableMessage } from "../store/stored-message.ts";
import type { LeaveWay } from "../trust/sealed-link.ts";
import { RecentReadings } from "./recent-readings.ts";
import { ThreadPool } from "./thread-pool.ts";
import { ThreadGaveUp } from "./thread-task.ts";

/** Two, so that one message that takes its whole time does not stop all others. */
const THREADS = 2;
/** Messages that wait for a thread; each is somebody who looks at an empty pane. */
const MAX_WAITING = 500;
/** A newsletter takes a fiftieth. */
const LIMIT_MS = 5000;

/** Without a sign-in: their own work goes first, and loading a thread's code takes half a second of the processor. */
const QUIET_MS = 1000;

export interface MessageReaderOptions {
  readonly limitMs?: number;
}

export interface ReadOptions {
  readonly uid: string;
  readonly within?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface RenderOptions {
  readonly allowImages: boolean;
  readonly theme: "light" | "dark";
  /** The page that links go to first; absent, they lead straight to their targets. */
  readonly leave?: LeaveWay;
  readonly signal?: AbortSignal;
}

/**
 * Reads messages in threads of their own, each within a limit of time and memory: whatever a sender wrote,
 * it stalls nobody else. What exceeds a limit is shown as its source, with a notice.
 */
export class MessageReader {
  readonly #pool: ThreadPool;
  readonly #readings = new RecentReadings();
  #preparing: NodeJS.Timeout | undefined;

  constructor({ limitMs = LIMIT_MS }: MessageReaderOptions = {}) {
    this.#pool = new ThreadPool({ threads: THREADS, maxWaiting: MAX_WAITING, limitMs });
  }

  /** Somebody has signed in and will open a message: as soon as nobody else signs in the threads are started. */
  prepare(): void {
    clearTimeout(this.#preparing);
    this.#preparing = setTimeout(() => void this.#pool.prepare(), QUIET_MS).unref();
  }

  /** @throws MessageError where the octets cannot be read, or too many wait; the signal's reason */
  async read(raw: ReadableMessage, { uid, within, signal }: ReadOptions): Promise<Message> {
    try {
      const { html, ...message } = await this.#pool.run(raw, { kind: "read", uid, within }, signal);
      if (html !== null) this.#readings.keep(raw, { html, attachments: message.attachments });
      return message;
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      return sourceView(raw, { uid, reason: error.message });
    }
  }

  /** The HTML as a document; undefined if the message has none. @throws as `read` */
  async render(
    raw: ReadableMessage,
    { signal, ...options }: RenderOptions,
  ): Promise<HtmlDocument | undefined> {
    try {
      const message = this.#readings.of(raw);
      return await this.#pool.run(raw, { kind: "render", message, ...options }, signal);
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      const html = `<p>This message could not be shown (${error.message}). Look at its source.</p>`;
      return htmlDocument(html, { ...options, partUrl: () => undefined });
    }
  }

  /** What it is made of; of one that cannot be read within the limits nothing. @throws as `read` */
  async structure(
    raw: ReadableMessage,
    { within, signal }: { readonly within?: string | undefined; readonly signal?: AbortSignal },
  ): Promise<Structure> {
    try {
      return await this.#pool.run(raw, { kind: "structure", within }, signal);
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      return { parts: [], isCut: true, notices: [`this message could not be read (${error.message})`] };
    }
  }

  /** Ends the threads, those at work when they are done. */
  close(): Promise<void> {
    clearTimeout(this.#preparing);
    this.#readings.clear();
    return this.#pool.close();
  }
}
