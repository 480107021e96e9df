import { PNG } from "../../corpus/structures.ts";
import { base64, mail, parts } from "./reading-bench.ts";

/** On another day in Berlin than in New York. */
export const INVITATION = mail(
  "Rehearsal moved",
  ['Content-Type: multipart/mixed; boundary="b"'],
  parts(
    "b",
    ["Content-Type: text/plain; charset=utf-8", "", "The hall is taken on Thursday, so we meet on Friday."],
    [
      "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
      'Content-Disposition: attachment; filename="rehearsal.ics"',
      "",
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:x",
      "METHOD:REQUEST",
      "BEGIN:VEVENT",
      "UID:1",
      "DTSTAMP:20260601T000000Z",
      "SUMMARY:Rehearsal in the small hall",
      "DTSTART;TZID=America/New_York:20260703T183000",
      "DTEND;TZID=America/New_York:20260703T203000",
      "LOCATION:Small hall\\, Riverside 4",
      'ORGANIZER;CN="Marit Olsen":mailto:marit@example.org',
      "ATTENDEE:mailto:kim@college.example",
      "ATTENDEE:mailto:hanna@example.org",
      "RRULE:FREQ=WEEKLY;COUNT=3",
      "END:VEVENT",
      "END:VCALENDAR",
    ],
  ),
);

/** Quotes the message that did not arrive. */
export const BOUNCE = mail(
  "Undelivered Mail Returned to Sender",
  [
    "From: Mail Delivery System <mailer-daemon@example.com>",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  ],
  parts(
    "b",
    ["Content-Type: text/plain", "", "This is the mail system at host mx.example.com."],
    [
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.com",
      "",
      "Final-Recipient: rfc822; hana@example.net",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 <hana@example.net>: Recipient address rejected: User unknown",
    ],
    [
      "Content-Type: message/rfc822",
      "",
      "Subject: Tickets for Friday",
      "From: kim@college.example",
      "To: hana@example.net",
      "Date: Mon, 8 Jun 2026 09:58:00 +0000",
      "",
      "Shall I get two?",
    ],
  ),
);

/** Signed by structure; the signature is none. */
export const SIGNED = mail(
  "Signed words",
  ['Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary="b"'],
  parts(
    "b",
    ["Content-Type: text/plain", "", "Signed."],
    ["Content-Type: application/pgp-signature", "", "x"],
  ),
);

/** Pretends in each way that the header and the links allow. */
export const PHISH = mail(
  "Your account",
  [
    'From: "service@example.com" <x@xn--pple-43d.example>',
    "Reply-To: <collect@elsewhere.example>",
    "Authentication-Results: mx.college.example; spf=pass smtp.mailfrom=elsewhere.example; dkim=fail header.d=bank.example; dmarc=fail header.from=bank.example",
    "Received: from mx.college.example by store.college.example with LMTP; Mon, 8 Jun 2026 10:00:09 +0000",
    "Received: from out.elsewhere.example by mx.college.example with ESMTPS; Mon, 8 Jun 2026 10:00:02 +0000",
    "List-Unsubscribe: <https://elsewhere.example/u?who=kim>, <mailto:off@elsewhere.example>",
    "Content-Type: text/html; charset=utf-8",
  ],
  ["<p>Please sign in:</p>", '<p><a href="https://example.net/login">https://example.com/login</a></p>'],
);

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

const INNERMOST = [
  "Subject: The innermost",
  "From: Ida <ida@example.org>",
  "Date: Mon, 1 Jun 2026 08:00:00 +0000",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>The words of the innermost.</p>",
];

const INNER = [
  "Subject: The inner",
  "From: Hanna <hanna@example.org>",
  "Date: Mon, 1 Jun 2026 09:00:00 +0000",
  'Content-Type: multipart/mixed; boundary="i"',
  "",
  ...parts(
    "i",
    ["Content-Type: text/plain", "", "The words of the inner."],
    ["Content-Type: message/rfc822", "", ...INNERMOST],
  ),
];

/** One file of each kind, and a message with a message within. */
export const MANY_FILES = mail(
  "Many files",
  ['Content-Type: multipart/mixed; boundary="b"'],
  parts(
    "b",
    ["Content-Type: text/plain", "", "Here they are."],
    [
      'Content-Type: image/png; name="dot.png"',
      "Content-Transfer-Encoding: base64",
      'Content-Disposition: attachment; filename="dot.png"',
      "",
      ...base64(PNG),
    ],
    [
      'Content-Type: text/plain; charset=utf-8; name="notes.txt"',
      'Content-Disposition: attachment; filename="notes.txt"',
      "",
      "<b>not bold</b> & plain",
    ],
    [
      'Content-Type: application/pdf; name="programme.pdf"',
      "Content-Transfer-Encoding: base64",
      'Content-Disposition: attachment; filename="programme.pdf"',
      "",
      ...base64(PDF),
    ],
    [
      'Content-Type: application/zip; name="all.zip"',
      "Content-Transfer-Encoding: base64",
      'Content-Disposition: attachment; filename="all.zip"',
      "",
      ...base64(Buffer.from("PK not really")),
    ],
    ["Content-Type: message/rfc822", "", ...INNER],
  ),
);

/** From the sender of the bench's newsletter, with a picture elsewhere. */
export const CIRCULAR = mail(
  "The circular",
  ['From: "The Choir" <Choir@example.org>', "Content-Type: text/html; charset=utf-8"],
  ['<p>Again.</p><img src="https://tracker.example/2.png">'],
);

/** A name that claims another host, and a picture elsewhere. */
export const DOUBTFUL = mail(
  "Doubtful",
  ['From: "choir@example.com" <choir@example.org>', "Content-Type: text/html; charset=utf-8"],
  ['<img src="https://tracker.example/3.png">'],
);
