import { entry, multipart, PLAIN, type CorpusEntry } from "./entry.ts";

function calendar(...event: string[]): string[] {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REQUEST", ...event, "END:VCALENDAR"];
}

function vevent(...lines: string[]): string[] {
  return ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", "SUMMARY:Lunch", ...lines, "END:VEVENT"];
}

function invitation(name: string, lines: readonly string[], expected: object | null): CorpusEntry {
  const part = ["Content-Type: text/calendar; charset=utf-8; method=REQUEST", "", ...lines];
  return entry(`invitation: ${name}`, multipart("alternative", PLAIN, part), {
    text: "plain words",
    calendar: expected,
    notices: expected === null ? ["a calendar could not be read: it can be saved"] : [],
  });
}

const BERLIN = [
  "BEGIN:VTIMEZONE",
  "TZID:Somewhere/Made Up",
  "BEGIN:STANDARD",
  "DTSTART:19701025T030000",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:19700329T020000",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
];

export const CALENDARS: readonly CorpusEntry[] = [
  invitation(
    "in UTC, with people",
    calendar(
      ...vevent(
        "DTSTART:20260301T093000Z",
        "DTEND:20260301T103000Z",
        "LOCATION:Room 1\\, second floor",
        'ORGANIZER;CN="Doe, Jane":mailto:jane@example.org',
        "ATTENDEE:mailto:a@example.org",
        "ATTENDEE:mailto:b@example.org",
        "STATUS:CONFIRMED",
      ),
    ),
    {
      part: "1",
      method: "REQUEST",
      summary: "Lunch",
      location: "Room 1, second floor",
      status: "CONFIRMED",
      start: { local: "2026-03-01T09:30:00", zone: "UTC", at: Date.UTC(2026, 2, 1, 9, 30) },
      end: { local: "2026-03-01T10:30:00", zone: "UTC", at: Date.UTC(2026, 2, 1, 10, 30) },
      allDay: false,
      repeats: false,
      organizer: { name: "Doe, Jane", address: "jane@example.org" },
      attendees: 2,
      events: 1,
    },
  ),
  invitation("a whole day", calendar(...vevent("DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260302")), {
    allDay: true,
    start: { local: "2026-03-01", zone: null, at: null },
    end: { local: "2026-03-02", zone: null, at: null },
  }),
  invitation("wherever the reader is", calendar(...vevent("DTSTART:20260301T093000")), {
    start: { local: "2026-03-01T09:30:00", zone: null, at: null },
    end: null,
  }),
  invitation(
    "in a zone of its own, in summer",
    calendar(...BERLIN, ...vevent("DTSTART;TZID=Somewhere/Made Up:20260701T093000")),
    {
      start: { local: "2026-07-01T09:30:00", zone: "Somewhere/Made Up", at: Date.UTC(2026, 6, 1, 7, 30) },
    },
  ),
  invitation(
    "in a zone of its own, in winter",
    calendar(...BERLIN, ...vevent("DTSTART;TZID=Somewhere/Made Up:20260201T093000")),
    {
      start: { at: Date.UTC(2026, 1, 1, 8, 30) },
    },
  ),
  invitation(
    "in a zone that the world knows",
    calendar(...vevent("DTSTART;TZID=America/New_York:20260701T093000")),
    {
      start: { zone: "America/New_York", at: Date.UTC(2026, 6, 1, 13, 30) },
    },
  ),
  invitation(
    "in a zone that nobody knows",
    calendar(...vevent("DTSTART;TZID=Mars/Olympus:20260701T093000")),
    {
      start: { local: "2026-07-01T09:30:00", zone: "Mars/Olympus", at: null },
    },
  ),
  invitation("with a duration", calendar(...vevent("DTSTART:20260301T093000Z", "DURATION:PT90M")), {
    end: { local: "2026-03-01T11:00:00", zone: "UTC", at: Date.UTC(2026, 2, 1, 11) },
  }),
  invitation(
    "that repeats, twice in one file",
    calendar(
      ...vevent("DTSTART:20260301T093000Z", "RRULE:FREQ=DAILY"),
      ...vevent("DTSTART:20270301T093000Z"),
    ),
    {
      repeats: true,
      events: 2,
    },
  ),
  invitation(
    "whose zone changes each second",
    calendar(
      ...BERLIN.map((line) => line.replace("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "FREQ=SECONDLY")),
      ...vevent("DTSTART;TZID=Somewhere/Made Up:20260701T093000"),
    ),
    { start: { local: "2026-07-01T09:30:00", zone: "Somewhere/Made Up", at: null } },
  ),
  invitation(
    "with folded and foreign words",
    calendar(...vevent("LOCATION:Münch", " en", "DTSTART:20260301T093000Z")),
    {
      location: "München",
    },
  ),
  invitation("without a start", calendar(...vevent()), { start: null, end: null, allDay: false }),
  invitation("that is none", ["BEGIN:VCALENDAR"], null),
  invitation("without an event", calendar("BEGIN:VTODO", "END:VTODO"), null),
  entry(
    "invitation: as a file of its own",
    multipart("mixed", PLAIN, [
      "Content-Type: text/calendar; name=invite.ics",
      "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=invite.ics",
      "",
      Buffer.from(calendar(...vevent("DTSTART:20260301T093000Z")).join("\r\n")).toString("base64"),
    ]),
    { calendar: { summary: "Lunch" } },
  ),
];
