import type { CalendarCard, CalendarTime } from "@popgate/shared/api/recognized-parts";
import { eventTime } from "@popgate/web/lib/calendar-time";
import { expect, test } from "vitest";

const BERLIN = { locale: "en-GB", timeZone: "Europe/Berlin" };

function time(local: string, zone: string | null = null, at: number | null = null): CalendarTime {
  return { local, zone, at };
}

function told(change: Partial<CalendarCard>) {
  const card: CalendarCard = {
    part: "1",
    method: "REQUEST",
    summary: "Lunch",
    location: "",
    status: "",
    start: null,
    end: null,
    allDay: false,
    repeats: false,
    organizer: null,
    attendees: 0,
    events: 1,
    ...change,
  };
  const event = eventTime(card, BERLIN);
  // Narrow and thin spaces differ between versions of the locale data.
  return event && { ...event, when: event.when.replace(/\s/gu, " ") };
}

test("a time is told in the reader's zone, and as written where that differs", () => {
  const start = time("2026-07-01T09:30:00", "America/New_York", Date.UTC(2026, 6, 1, 13, 30));
  const end = time("2026-07-01T10:30:00", "America/New_York", Date.UTC(2026, 6, 1, 14, 30));
  const event = told({ start, end });
  expect(event?.when).toMatch(/1 Jul 2026.*15:30 ?– ?16:30/);
  expect(event?.zone).toEqual({ kind: "reader", name: "Europe/Berlin" });
  expect(event?.written?.zone).toBe("America/New_York");
  expect(event?.written?.local).toMatch(/09:30/);
});

test("where the sender's clock shows the same, it is told once", () => {
  const start = time("2026-07-01T09:30:00", "Europe/Paris", Date.UTC(2026, 6, 1, 7, 30));
  expect(told({ start })?.written).toBeNull();
});

test("whole days end with the day before the one that the file names", () => {
  const start = time("2026-03-01");
  expect(told({ start, end: time("2026-03-02"), allDay: true })?.when).toMatch(/^Sun,? 1 Mar 2026$/);
  expect(told({ start, end: time("2026-03-04"), allDay: true })?.when).toMatch(/1.*3 Mar 2026/);
  expect(told({ start, end: time("2026-02-01"), allDay: true })?.when).toMatch(/^Sun,? 1 Mar 2026$/);
});

test("a time without a zone, or in one that nobody knows, is left as written", () => {
  expect(told({ start: time("2026-07-01T09:30:00") })).toMatchObject({
    zone: { kind: "wherever" },
    written: null,
  });
  const event = told({ start: time("2026-07-01T09:30:00", "Mars/Olympus") });
  expect(event?.zone).toEqual({ kind: "unknown", name: "Mars/Olympus" });
  expect(event?.when).toMatch(/09:30/);
});

test("an end before the start is left out; a start that is no date gives no time", () => {
  const start = time("2026-07-01T09:30:00", "UTC", Date.UTC(2026, 6, 1, 9, 30));
  expect(told({ start, end: time("2026-07-01T08:00:00", "UTC", Date.UTC(2026, 6, 1, 8)) })?.when).not.toMatch(
    /–/,
  );
  expect(told({ start: time("soon") })).toBeNull();
  expect(told({})).toBeNull();
});
