import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { MAX_LEVELS, openPath } from "./part-stream.ts";
import { sliced } from "./sliced-stream.ts";
import { clampRange, type OctetRange, type StoredMessage } from "../store/stored-message.ts";

/** As long as the cache keeps the message around them: what is looked at more than once is walked to once. */
const known = new WeakMap<StoredMessage, Map<string, StoredMessage>>();

/**
 * A message within the message, to be read as one of its own; the same one each time. Its octets stay where
 * they are: each reader walks through the message around it.
 *
 * @returns undefined if there is no such part, or it is no message
 */
export async function openEmbedded(
  raw: StoredMessage,
  part: string,
  signal?: AbortSignal,
): Promise<StoredMessage | undefined> {
  const kept = known.get(raw)?.get(part);
  if (kept !== undefined) return kept;
  const names = part.split(".");
  if (names.length > MAX_LEVELS) return undefined;
  const opened = await openPath(raw, names, signal);
  if (opened?.isMessage !== true) {
    opened?.stream.destroy();
    return undefined;
  }
  let octets = 0;
  for await (const chunk of opened.stream) octets += chunk.length;
  const message = new EmbeddedMessageOctets(raw, names, octets);
  known.set(raw, (known.get(raw) ?? new Map<string, StoredMessage>()).set(part, message));
  return message;
}

class EmbeddedMessageOctets implements StoredMessage {
  readonly octets: number;
  readonly #around: StoredMessage;
  readonly #names: readonly string[];

  constructor(around: StoredMessage, names: readonly string[], octets: number) {
    this.#around = around;
    this.#names = names;
    this.octets = octets;
  }

  /** It stands for the part of just this message. */
  get sha256(): string {
    return createHash("sha256")
      .update(`${this.#around.sha256} ${this.#names.join(".")}`)
      .digest("hex");
  }

  read(range?: OctetRange): Readable {
    const whole = Readable.from(octetsOf(this.#around, this.#names), { objectMode: false });
    return sliced(whole, clampRange(this.octets, range));
  }
}

async function* octetsOf(raw: StoredMessage, names: readonly string[]): AsyncGenerator<Buffer> {
  yield* (await openPath(raw, names, undefined))?.stream ?? [];
}
