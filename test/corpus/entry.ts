/** One message and what a person should see of it. Only what is named is compared. */
export interface CorpusEntry {
  readonly name: string;
  readonly raw: Buffer;
  readonly expected: ExpectedView;
}

export interface ExpectedView {
  readonly subject?: string;
  /** "Name <address>"; null where there is no sender. */
  readonly from?: string | null;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  /** As in ISO 8601, UTC. */
  readonly date?: string | null;
  readonly text?: string | null;
  readonly html?: string | null;
  /** `name type octets`, `inline` behind it where it is. */
  readonly attachments?: readonly string[];
  readonly notices?: readonly string[];
  /** Compared in part, as the API has them. */
  readonly calendar?: object | null;
  readonly report?: object | null;
  readonly protection?: readonly string[];
  /** Subjects of the messages within. */
  readonly embedded?: readonly string[];
}

export const DATE = "Date: Tue, 1 Jul 2003 10:52:37 +0200";

/** Lines as mail has them, behind a valid date; octets as they are. */
export function entry(name: string, lines: readonly string[] | Buffer, expected: ExpectedView): CorpusEntry {
  return { name, raw: Buffer.isBuffer(lines) ? lines : Buffer.from([DATE, ...lines].join("\r\n")), expected };
}

/** Octets given in latin1. */
export function octets(...lines: string[]): Buffer {
  return Buffer.from([DATE, ...lines].join("\r\n"), "latin1");
}

export function multipart(type: string, ...parts: (readonly string[])[]): string[] {
  const body = parts.flatMap((part) => ["--b", ...part]);
  return [`Content-Type: multipart/${type}; boundary="b"`, "", ...body, "--b--"];
}

export const PLAIN = ["Content-Type: text/plain", "", "plain words"];
