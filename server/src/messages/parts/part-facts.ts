import type { Readable } from "node:stream";
import { decodeText } from "../charset/decode-text.ts";
import { GrowingBuffer } from "../growing-buffer.ts";
import { HEAD_OCTETS, previewOf, type PreviewKind } from "./attachment-types.ts";
import { openPart } from "./part-stream.ts";
import { sliced } from "./sliced-stream.ts";
import type { OctetRange, StoredMessage } from "../store/stored-message.ts";

/** What a download must know before its first octet. */
export interface PartFacts {
  readonly filename: string;
  /** From a fixed list. */
  readonly contentType: string;
  readonly charset: string | undefined;
  readonly octets: number;
  readonly preview: PreviewKind | undefined;
}

/** Beyond it a text is cut, and says so: it can be saved whole. */
const MAX_PREVIEW_OCTETS = 1024 * 1024;

/** Kept as long as the cache keeps the message: a resumed download does not count its octets again. */
const known = new WeakMap<StoredMessage, Map<string, PartFacts>>();

/**
 * Walks through a part once, to its end.
 *
 * @returns undefined if the message has no such part
 * @throws MessageError where the stored octets cannot be read; the signal's reason
 */
export async function partFacts(
  raw: StoredMessage,
  part: string,
  signal?: AbortSignal,
): Promise<PartFacts | undefined> {
  const facts = known.get(raw)?.get(part);
  if (facts !== undefined) return facts;
  const opened = await openPart(raw, part, signal);
  if (opened === undefined) return undefined;
  const head = new GrowingBuffer();
  let octets = 0;
  for await (const chunk of opened.stream) {
    octets += chunk.length;
    head.append(chunk.subarray(0, Math.max(0, HEAD_OCTETS - head.octets)));
  }
  const { filename, contentType, declaredType, charset } = opened;
  const found = { filename, contentType, charset, octets, preview: previewOf(declaredType, head.take()) };
  known.set(raw, (known.get(raw) ?? new Map<string, PartFacts>()).set(part, found));
  return found;
}

/** The part's octets, or some of them. @throws as `openPart` */
export async function readPart(
  raw: StoredMessage,
  part: string,
  range: OctetRange,
  signal?: AbortSignal,
): Promise<Readable | undefined> {
  const opened = await openPart(raw, part, signal);
  return opened === undefined ? undefined : sliced(opened.stream, range);
}

/** The part as text for people, in UTF-8. @throws as `openPart` */
export async function readPartText(
  raw: StoredMessage,
  part: string,
  { charset, octets }: PartFacts,
  signal?: AbortSignal,
): Promise<string> {
  const kept = new GrowingBuffer();
  const stream = await readPart(raw, part, { start: 0, end: MAX_PREVIEW_OCTETS }, signal);
  for await (const chunk of stream ?? []) kept.append(chunk);
  const { text } = decodeText(kept.take(), charset);
  return octets > MAX_PREVIEW_OCTETS ? `${text}\n\n[cut off here: save the file to read all of it]` : text;
}
