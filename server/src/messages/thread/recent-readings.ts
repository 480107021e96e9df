import type { ReadableMessage } from "../store/stored-message.ts";
import type { Renderable } from "../inline-pictures.ts";

/** The frame asks for its document as soon as the message is there; consent to pictures takes a moment longer. */
const KEPT_MS = 60_000;
/** As many people open a message at the same moment; whoever comes too late has it read once more. */
const MAX_READINGS = 32;
/** Of HTML, together. A newsletter has 100,000, a mail at most a few million. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

type Kept = Renderable & { readonly characters: number; readonly timer: NodeJS.Timeout };

/** What was read of the last messages, for their documents, so that no message is read twice to be opened. */
export class RecentReadings {
  readonly #kept = new Map<ReadableMessage, Kept>();
  #characters = 0;

  /** The oldest ones go where there is no room. */
  keep(raw: ReadableMessage, { html, attachments }: Renderable): void {
    this.#forget(raw);
    const characters = html?.source.length ?? 0;
    if (characters > MAX_CHARACTERS) return;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < MAX_READINGS && this.#characters + characters <= MAX_CHARACTERS) break;
      this.#forget(oldest);
    }
    const timer = setTimeout(() => this.#forget(raw), KEPT_MS).unref();
    this.#kept.set(raw, { html, attachments, characters, timer });
    this.#characters += characters;
  }

  of(raw: ReadableMessage): Renderable | undefined {
    const kept = this.#kept.get(raw);
    return kept === undefined ? undefined : { html: kept.html, attachments: kept.attachments };
  }

  clear(): void {
    for (const raw of this.#kept.keys()) this.#forget(raw);
  }

  #forget(raw: ReadableMessage): void {
    const kept = this.#kept.get(raw);
    if (kept === undefined) return;
    clearTimeout(kept.timer);
    this.#kept.delete(raw);
    this.#characters -= kept.characters;
  }
}
