import { mailbox } from "../mime/header-text.ts";
import { mailDate, writeLetter, type Letter } from "../mime/letter.ts";
import { alternative, crlf, encodedPart, multipart, textPart, type Part } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

/** What programs send on behalf of people: reports, receipts, invitations, signatures. */
export function machineLetters(nowMs: number): readonly Letter[] {
  return [
    {
      id: "heartbeat@cellar-server.example",
      from: "root@cellar-server.example",
      subject: "[cellar] heartbeat ok (the header is all there is)",
      minutesAgo: 14 * DAY,
      extra: [["Auto-Submitted", "auto-generated"]],
      body: { headers: [], body: Buffer.alloc(0) },
    },
    {
      id: "bounce-7@mx.mail.example",
      from: mailbox("Mail Delivery System", "MAILER-DAEMON@mx.mail.example"),
      subject: "Undelivered: Your lamp",
      minutesAgo: 9 * DAY - 30,
      extra: [
        ["Auto-Submitted", "auto-replied"],
        ["Return-Path", "<>"],
      ],
      body: deliveryReport(nowMs),
    },
    {
      id: "receipt-31@committee.example",
      from: mailbox("R. Okafor", "secretary@committee.example"),
      subject: "Read: Chairs: yes. Mint: pot.",
      minutesAgo: 3 * DAY + 20 * HOUR,
      body: readReceipt(),
    },
    {
      id: "rehearsal@riverside-choir.example",
      from: mailbox("Marit Solheim", "marit@riverside-choir.example"),
      subject: "Invitation: Rehearsal, small hall",
      minutesAgo: 23 * HOUR,
      zone: 60,
      body: invitation(nowMs),
    },
    {
      id: "fwd-attic@attic.example",
      from: mailbox("Tomasz Zieliński", "tomasz@attic.example"),
      subject: "Fwd: Lamp, brass, with shade",
      minutesAgo: 9 * DAY + 3 * HOUR,
      zone: 60,
      body: forwarded(nowMs),
    },
    {
      id: "signed@key-party.example",
      from: mailbox("Noor Haddad", "noor@key-party.example"),
      subject: "Signed, so that you know it was me",
      minutesAgo: 2 * DAY,
      body: pgpSigned(),
    },
    {
      id: "seats@riverside-choir.example",
      from: mailbox("Riverside Choir", "office@riverside-choir.example"),
      to: singers(),
      subject: "Seating plan: who sings where (30 recipients)",
      minutesAgo: 7 * DAY,
      body: textPart(`Dear all,

stand where you stood last year. Whoever is new stands beside Mira.

The office
`),
    },
    {
      id: "backup-0312@cellar-server.example",
      from: mailbox("Backup (cellar)", "backup@cellar-server.example"),
      subject: "Backup finished: 3 volumes, 0 errors",
      minutesAgo: 17,
      extra: [["Auto-Submitted", "auto-generated"]],
      body: textPart(BACKUP_LOG),
    },
  ];
}

/** RFC 3464: a sentence for people, fields for programs, the header of what did not arrive. */
function deliveryReport(nowMs: number): Part {
  const arrival = mailDate(nowMs - (9 * DAY - 29) * 60_000, 0);
  const status = `Reporting-MTA: dns; mx.mail.example
Arrival-Date: ${arrival}

Final-Recipient: rfc822; tomas@attic.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <tomas@attic.example>: no such mailbox
`;
  const header = `From: Mira Rose <mrose@mail.example>
To: tomas@attic.example
Subject: Your lamp
Message-ID: <lamp-1@mail.example>

`;
  const sentence = `I could not deliver your message to one of its recipients:

  <tomas@attic.example>: no such mailbox there (did you mean tomasz?)

I am only a program; please do not answer me.
`;
  return multipart(
    "report",
    [
      textPart(sentence),
      encodedPart("message/delivery-status", Buffer.from(crlf(status)), "7bit"),
      encodedPart("text/rfc822-headers", Buffer.from(crlf(header)), "7bit"),
    ],
    "report-type=delivery-status; ",
  );
}

/** RFC 8098. */
function readReceipt(): Part {
  const fields = `Reporting-UA: garden-mail.example; GardenMail 4
Final-Recipient: rfc822; secretary@committee.example
Original-Message-ID: <answer-chairs@mail.example>
Disposition: manual-action/MDN-sent-manually; displayed
`;
  return multipart(
    "report",
    [
      textPart("Your message was displayed. That does not mean that it was agreed with.\n"),
      encodedPart("message/disposition-notification", Buffer.from(crlf(fields)), "7bit"),
    ],
    "report-type=disposition-notification; ",
  );
}

/** RFC 5545, as iTIP over mail (RFC 6047): the calendar is one of the readings. */
function invitation(nowMs: number): Part {
  const start = new Date(nowMs + 5 * DAY * 60_000);
  start.setUTCHours(17, 30, 0, 0);
  const end = new Date(start.getTime() + 2 * HOUR * 60_000);
  const calendar = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Riverside Choir//Office//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:rehearsal-48@riverside-choir.example
DTSTAMP:${calendarTime(new Date(nowMs))}
DTSTART:${calendarTime(start)}
DTEND:${calendarTime(end)}
SUMMARY:Rehearsal\\, small hall
LOCATION:Small hall\\, Old Station
DESCRIPTION:Bring a pencil.
ORGANIZER;CN=Marit Solheim:mailto:marit@riverside-choir.example
ATTENDEE;CN=Mira Rose;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:mrose@mail.example
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
`;
  const when = start.toUTCString().replace(":00 GMT", " GMT");
  const html: Part = multipart("alternative", [
    textPart(`<p><b>Rehearsal</b>, small hall<br>${when}, two hours.</p><p>Bring a pencil.</p>\n`, {
      subtype: "html",
      encoding: "quoted-printable",
    }),
    encodedPart("text/calendar; charset=utf-8; method=REQUEST", Buffer.from(crlf(calendar)), "8bit"),
  ]);
  return alternative(`Rehearsal, small hall\n${when}, two hours.\n\nBring a pencil.\n`, html);
}

function calendarTime(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, "");
}

function forwarded(nowMs: number): Part {
  const inner: Letter = {
    id: "offer-19@flea-market.example",
    from: mailbox("Fatou's flea market", "fatou@flea-market.example"),
    to: mailbox("Tomasz Zieliński", "tomasz@attic.example"),
    subject: "Lamp, brass, with shade",
    minutesAgo: 10 * DAY,
    body: textPart(`Hello Tomasz,

the lamp you asked for: brass, 1930 or so, new cable, shade a little torn.
25 and it is yours, 22 if you carry it.

Fatou
`),
  };
  return multipart("mixed", [
    textPart("What do you think? I would carry it.\n\nT.\n"),
    {
      headers: [
        ["Content-Type", 'message/rfc822; name="Lamp, brass, with shade.eml"'],
        ["Content-Disposition", 'attachment; filename="Lamp, brass, with shade.eml"'],
      ],
      body: writeLetter(inner, nowMs),
    },
  ]);
}

/** RFC 3156. The signature has the form of one; it signs nothing. */
function pgpSigned(): Part {
  const signature = `-----BEGIN PGP SIGNATURE-----

iHUEABYKAB0WIQTthisIsOnlyTheShapeOfASignatureAndProvesNothing0QUCZ
xAAAAAKCRAwcwS0/4qvxC2oAP9demoDemoDemoDemoDemoDemoDemoDemoDemoDemoD
emoAD/ZnotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKeyNotAKey0=
=m4iL
-----END PGP SIGNATURE-----
`;
  return multipart(
    "signed",
    [
      textPart(
        "Mira,\n\nmy new key is on the card I gave you. Compare it by telephone, not by mail.\n\nNoor\n",
      ),
      encodedPart('application/pgp-signature; name="signature.asc"', Buffer.from(crlf(signature)), "7bit"),
    ],
    'micalg=pgp-sha256; protocol="application/pgp-signature"; ',
  );
}

function singers(): string {
  const names =
    "Ada Bo Cleo Dag Eno Fay Gus Hedy Ivo June Kit Lale Mio Nell Otto Pia Quin Ravi Sol Tove".split(" ");
  const more = "Uma Vito Wren Xenia Yaw Zora Abel Brit Ciro".split(" ");
  const others = [...names, ...more].map((name) => mailbox(name, `${name.toLowerCase()}@singers.example`));
  return [...others, mailbox("Mira Rose", "mrose@mail.example")].join(", ");
}

const BACKUP_LOG = `cellar: backup of last night

volume      files      changed      octets        seconds
letters    48 211          312      1 204 119 882     41
photos    119 034           17     88 410 553 201    118
music       9 870            0     61 022 874 116      3

verify: 3 of 3 ok
errors: 0
next:   tomorrow, 03:00
`;
