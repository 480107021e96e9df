import type { Message } from "@popgate/shared/api/message";
import { guessText } from "./charset/decode-text.ts";
import { GrowingBuffer } from "./growing-buffer.ts";
import { decodeField, readHeaderFields } from "./header/header-fields.ts";
import { parseHeaderRow } from "./header/header-row.ts";
import type { ReadableMessage } from "./store/stored-message.ts";
import { readTrust } from "./trust/message-trust.ts";

/** Some thirty screens: enough to see what it is. All of it is in the source, which is streamed. */
const MAX_OCTETS = 64 * 1024;
const MAX_FIELDS = 200;

/**
 * A message that could not be read within its limits: its header, and its first octets as they are. Costs
 * next to nothing, whatever the octets.
 *
 * @throws MessageError where the stored octets cannot be read
 */
export async function sourceView(
  raw: ReadableMessage,
  options: { readonly uid: string; readonly reason: string },
): Promise<Message> {
  const octets = await beginning(raw);
  const { subject, from, to, date } = parseHeaderRow(octets);
  const fields = readHeaderFields(octets).slice(0, MAX_FIELDS);
  const headerEnd = /\r?\n\r?\n/.exec(octets.toString("latin1"));
  const body = headerEnd === null ? octets : octets.subarray(headerEnd.index + headerEnd[0].length);
  return {
    uid: options.uid,
    octets: raw.octets,
    headers: fields.map(({ name, raw: value }) => ({ name, value: decodeField(value) })),
    subject,
    from,
    to,
    cc: [],
    replyTo: [],
    date,
    text: guessText(body).replaceAll("\r\n", "\n").replaceAll("\0", ""),
    textTruncated: raw.octets > octets.length,
    hasHtml: false,
    remoteImages: 0,
    attachments: [],
    calendar: null,
    report: null,
    protection: [],
    trust: { ...readTrust(fields), misleadingLinks: { count: 0, links: [] } },
    notices: [`this message could not be read (${options.reason}): its source is shown`],
  };
}

async function beginning(raw: ReadableMessage): Promise<Buffer> {
  const kept = new GrowingBuffer();
  for await (const chunk of raw.read({ start: 0, end: MAX_OCTETS })) kept.append(chunk);
  return kept.take();
}
