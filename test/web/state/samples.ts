import type { Mailbox, Marks, MarksDelta, MarksSummary } from "@popgate/shared/api/mailbox";
import type { Message, Row, RowPage } from "@popgate/shared/api/message";
import type { Trust } from "@popgate/shared/api/trust";
import { newsText } from "@popgate/web/lib/messages/news-words";
import type { PageState } from "@popgate/web/state/page-state";

export function sampleMarks(uids: readonly string[], revision: number, octets = uids.length * 1000): Marks {
  return { uids: [...uids], count: uids.length, octets, revision, onServer: true };
}

export function sampleSummary(count: number, revision: number, octets = count * 1000): MarksSummary {
  return { count, octets, revision, onServer: true };
}

export function sampleDelta(from: number, revision: number, change: Partial<MarksDelta> = {}): MarksDelta {
  const { added = [], removed = [], count = added.length } = change;
  return { from, added, removed, ...sampleSummary(count, revision), ...change };
}

export function sampleMailbox(change: Partial<Mailbox> = {}): Mailbox {
  return {
    id: "m1",
    user: "mrose@example.org",
    server: { host: "pop.example.org", port: 995, security: "tls" },
    state: "transaction",
    messages: 300,
    octets: 300_000,
    loaded: 0,
    marks: sampleSummary(0, 0),
    capabilities: [],
    greeting: "ready",
    mechanism: "USER",
    secure: true,
    weakIds: false,
    checkedAt: 0,
    generation: 1,
    ...change,
  };
}

export function sampleRow(uid: string, change: Partial<Row> = {}): Row {
  return {
    uid,
    number: 1,
    octets: 1000,
    loaded: true,
    subject: `Subject of ${uid}`,
    from: { name: "", address: "hanna@example.org" },
    to: [],
    date: 0,
    hasAttachments: false,
    seen: false,
    starred: false,
    isNew: false,
    marked: false,
    ...change,
  };
}

export function sampleMessage(uid: string, change: Partial<Message> = {}): Message {
  return {
    uid,
    octets: 1000,
    headers: [],
    subject: `Subject of ${uid}`,
    from: { name: "", address: "hanna@example.org" },
    to: [],
    cc: [],
    replyTo: [],
    date: 0,
    text: "",
    textTruncated: false,
    hasHtml: false,
    remoteImages: 0,
    attachments: [],
    calendar: null,
    report: null,
    protection: [],
    trust: sampleTrust(),
    notices: [],
    ...change,
  };
}

/** Of ordinary mail. */
export function sampleTrust(change: Partial<Trust> = {}): Trust {
  return {
    replyToDiffers: false,
    authors: [],
    sender: null,
    nameClaims: null,
    senderHost: null,
    reported: null,
    hops: [],
    unsubscribe: null,
    misleadingLinks: { count: 0, links: [] },
    ...change,
  };
}

export function samplePage(uids: readonly string[], change: Partial<RowPage> = {}): RowPage {
  return { total: 300, loaded: 0, generation: 1, items: uids.map((uid) => sampleRow(uid)), ...change };
}

/** The toasts as the person reads them. */
export function toastTexts({ toasts }: PageState): string[] {
  return toasts.map(({ news }) => newsText(news));
}
