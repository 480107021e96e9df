import { armed, canaryOf, type Canary } from "./canary.ts";

/** A mail with a canary, and what a reader without any defence would make of it. */
export interface HostileMail {
  /** Its unique-id in the maildrop, and its canary's name. */
  readonly id: string;
  readonly raw: Buffer;
  readonly naive: NaiveReply;
}

/** What a browser gets from a reader that believes the mail: its octets under its own type. */
export interface NaiveReply {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface Theme {
  /** Letters only: ids are made of it. */
  readonly name: string;
  /** For people, in the table. */
  readonly title: string;
  readonly mails: readonly HostileMail[];
  /** Each mail by itself: it would take the others with it, or the processor. */
  readonly isAlone?: boolean;
  /** Every link is clicked as well. */
  readonly hasLinks?: boolean;
  /** The naive reader has a script that believes in a name of the page. */
  readonly hasGadget?: boolean;
  /** What it does if it gets through is to lie over the page. */
  readonly covers?: boolean;
}

type Options = Omit<Theme, "name" | "title" | "mails">;

/** A theme whose mails are HTML bodies with the words of `armed` in them. */
export function htmlTheme(
  name: string,
  title: string,
  bodies: readonly string[],
  options: Options = {},
): Theme {
  return mailTheme(
    name,
    title,
    bodies.map((body) => (canary) => htmlMail(armed(body, canary))),
    options,
  );
}

/** Makes one mail around its canary. */
export type MakeMail = (canary: Canary) => Omit<HostileMail, "id">;

export function mailTheme(
  name: string,
  title: string,
  makers: readonly MakeMail[],
  options: Options = {},
): Theme {
  const mails = makers.map((make, index) => {
    const id = `${name}${String(index + 1)}`;
    return { id, ...make(canaryOf(id)) };
  });
  return { name, title, mails, ...options };
}

export function htmlMail(html: string): Omit<HostileMail, "id"> {
  const contentType = "text/html; charset=utf-8";
  const body = Buffer.from(html);
  return {
    raw: mail([`Content-Type: ${contentType}`, "Content-Transfer-Encoding: 8bit"], body),
    naive: { contentType, body },
  };
}

/** A whole message; `fields` stand behind the usual ones, unless they replace them. */
export function mail(fields: readonly string[], body: Buffer | string): Buffer {
  const names = new Set(fields.map((field) => field.split(":")[0]?.toLowerCase()));
  const usual = USUAL.filter((field) => !names.has(field.split(":")[0]?.toLowerCase()));
  const octets = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return Buffer.concat([Buffer.from([...usual, ...fields, "", ""].join("\r\n")), octets]);
}

const USUAL = [
  'From: "Somebody" <somebody@sender.example>',
  "To: kim@college.example",
  "Subject: Hostile",
  "Date: Mon, 1 Jun 2026 09:00:00 +0000",
  "MIME-Version: 1.0",
];
