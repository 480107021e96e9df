import { makeZip } from "client-zip";
import { attachmentName } from "../parts/attachment-name.ts";
import type { ExportedMessage } from "./message-export.ts";

/** ZIP knows no earlier time; it stands for "the message does not say". */
const FIRST_ZIP_TIME = Date.UTC(1980, 0, 2);
/** Nor a later one. */
const LAST_ZIP_TIME = Date.UTC(2107, 0, 1);

/** "0001-" sorts as the export does, whatever a file manager takes for a number. */
const MIN_DIGITS = 4;

export interface ZipOptions {
  /** How many messages there will be at most. */
  readonly total: number;
  /** Told before the message is read. */
  readonly named: (uid: string, file: string) => void;
  /** Files behind the messages, asked for when the last of them is written. */
  readonly extras: () => { readonly name: string; readonly content: Iterable<string> }[];
}

interface Entry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: AsyncGenerator<Uint8Array>;
}

/** Messages as a zip, each in a file of its own, stored octet for octet. */
export async function* zipFile(
  messages: AsyncIterable<ExportedMessage>,
  options: ZipOptions,
): AsyncGenerator<Uint8Array> {
  yield* makeZip(entries(messages, options));
}

async function* entries(
  messages: AsyncIterable<ExportedMessage>,
  { total, named, extras }: ZipOptions,
): AsyncGenerator<Entry> {
  for await (const { uid, nth, header, content } of messages) {
    const name = emlName(nth, total, header.subject);
    named(uid, name);
    yield { name, lastModified: zipTime(header.date), input: octetsOf(content) };
  }
  for (const { name, content } of extras()) {
    yield { name, lastModified: new Date(), input: textOctets(content) };
  }
}

/** The name of a message's file in a zip: its place, which makes it unlike all others, and its subject. */
export function emlName(nth: number, total: number, subject: string): string {
  const digits = Math.max(MIN_DIGITS, String(total).length);
  const bare = subject.replace(/[/\\]/g, "_").trim();
  const name = attachmentName(`${bare === "" ? "message" : bare}.eml`, "message/rfc822", String(nth));
  return `${String(nth).padStart(digits, "0")}-${name}`;
}

function zipTime(date: number | null): Date {
  return new Date(Math.min(Math.max(date ?? FIRST_ZIP_TIME, FIRST_ZIP_TIME), LAST_ZIP_TIME));
}

async function* octetsOf(content: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  yield* content;
}

async function* textOctets(content: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const text of content) yield Buffer.from(text);
}
