import { mailbox } from "../mime/header-text.ts";
import { mailDate, writeLetter, type Letter } from "../mime/letter.ts";
import { alternative, crlf, encodedPart, multipart, textPart, type Part } from "../mime/part.ts";

const HOUR = 60;
const DAY = 1440;

/** What programs send on behalf of people, and what holds other dates than its own. */
export function machineLetters(nowMs: number): readonly Letter[] {
  return [
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
