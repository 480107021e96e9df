import PostalMime, { type Address } from "postal-mime";
import type { CorpusEntry } from "../../../corpus/entry.ts";
import { comparable, type Comparable } from "./comparable.ts";

/** One message as postal-mime reads it. */
export async function postalMimeView({ raw }: CorpusEntry): Promise<Comparable> {
  const view = await PostalMime.parse(raw, { rfc822Attachments: true });
  return comparable({
    subject: view.subject ?? "",
    from: people(view.from === undefined ? [] : [view.from]),
    to: people(view.to ?? []),
    date: instant(view.date),
    text: view.text ?? null,
    attachments: view.attachments.map(({ mimeType, content }) => [
      mimeType,
      mimeType.startsWith("message/") ? null : sizeOf(content),
    ]),
  });
}

function people(addresses: readonly Address[]): [string, string][] {
  return addresses
    .flatMap((each) => (each.group === undefined ? [each] : each.group))
    .map(({ name, address }) => [name, address ?? ""]);
}

function instant(date: string | undefined): number | null {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? null : at;
}

function sizeOf(content: ArrayBuffer | Uint8Array | string): number {
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}
