import { headerLine, mailbox } from "./header-text.ts";
import { partOctets, type Part } from "./part.ts";

/** A message to be written: what differs from one to the next. */
export interface Letter {
  /** The Message-ID without angle brackets. */
  readonly id: string;
  readonly from: string;
  /** Absent: our own mailbox. */
  readonly to?: string;
  /** Absent: no Subject field at all. */
  readonly subject?: string;
  /** When it was sent, before the start of the demo. */
  readonly minutesAgo: number;
  /** The sender's clock: minutes east of Greenwich; `none`: the message has no Date field. */
  readonly zone?: number | "none";
  readonly extra?: readonly (readonly [name: string, value: string])[];
  readonly body: Part;
}

/** Whose mailbox it is. */
export const ME = mailbox("Mira Rose", "mrose@mail.example");

/** The whole message in octets, dated relative to the start of the demo (ms since the epoch). */
export function writeLetter(letter: Letter, nowMs: number): Buffer {
  const sentMs = nowMs - letter.minutesAgo * 60_000;
  const domain = letter.id.slice(letter.id.indexOf("@") + 1);
  const fields: (readonly [string, string])[] = [
    ["Received", `from mx.${domain} by mx.mail.example with ESMTPS; ${mailDate(sentMs + 4_000, 0)}`],
    ...(letter.zone === "none" ? [] : [["Date", mailDate(sentMs, letter.zone ?? 0)] as const]),
    ["From", letter.from],
    ["To", letter.to ?? ME],
    ...(letter.subject === undefined ? [] : [["Subject", letter.subject] as const]),
    ["Message-ID", `<${letter.id}>`],
    ...(letter.extra ?? []),
    ["MIME-Version", "1.0"],
  ];
  const header = fields.map(([name, value]) => headerLine(name, value)).join("");
  return Buffer.concat([Buffer.from(header, "latin1"), partOctets(letter.body)]);
}

/** RFC 5322 §3.3. */
export function mailDate(epochMs: number, zoneMinutes: number): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(epochMs + zoneMinutes * 60_000)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  const absolute = Math.abs(zoneMinutes);
  const zone = `${digits(Math.floor(absolute / 60))}${digits(absolute % 60)}`;
  return `${weekday}, ${day} ${month} ${year} ${time} ${zoneMinutes < 0 ? "-" : "+"}${zone}`;
}

function digits(value: number): string {
  return String(value).padStart(2, "0");
}
