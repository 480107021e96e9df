import type { CalendarCard, CalendarTime } from "@popgate/shared/api/recognized-parts";
import ICAL from "ical.js";
import { cleanLine } from "../header/header-fields.ts";

const MAX_CHARACTERS = 1000;
/** RFC 5545 §3.1 wants 75 octets and folding; a description may have more, and no card shows it. */
const MAX_LINE_CHARACTERS = 4_096;
const MAX_ATTENDEES = 10_000;

/** A card without the name of its part. */
export type CalendarFacts = Omit<CalendarCard, "part">;

/**
 * The first event of a calendar (RFC 5545). A repetition is told and never expanded.
 *
 * @returns undefined where it is no calendar, or holds no event
 */
export function readCalendar(text: string): CalendarFacts | undefined {
  try {
    const calendar = new ICAL.Component(ICAL.parse(withoutLongLines(firstCalendar(text))));
    const events = calendar.getAllSubcomponents("vevent");
    const event = events[0];
    return event === undefined ? undefined : cardOf(calendar, event, events.length);
  } catch {
    // ical.js throws on whatever is no calendar; the part can still be saved.
    return undefined;
  }
}

/** Outlook puts several into one file; ical.js makes a list of them, and the first one counts. */
function firstCalendar(text: string): string {
  const begin = text.search(/^BEGIN:VCALENDAR/im);
  const end = /^END:VCALENDAR/im.exec(text.slice(begin));
  return end === null ? text : text.slice(begin, begin + end.index + end[0].length);
}

/**
 * ical.js looks through the whole line for each of its parameters. What a card tells of stands in shorter
 * ones: without the others an invitation costs as much as it is long.
 */
function withoutLongLines(calendar: string): string {
  const lines = calendar.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  return lines.filter((line) => line.length <= MAX_LINE_CHARACTERS).join("\r\n");
}

function cardOf(calendar: ICAL.Component, event: ICAL.Component, events: number): CalendarFacts {
  const start = timeOf(calendar, event, "dtstart");
  return {
    method: textOf(calendar, "method").toUpperCase(),
    summary: textOf(event, "summary"),
    location: textOf(event, "location"),
    status: textOf(event, "status").toUpperCase(),
    start,
    end: timeOf(calendar, event, "dtend") ?? endByDuration(calendar, event),
    allDay: start !== null && !start.local.includes("T"),
    repeats: event.hasProperty("rrule") || event.hasProperty("rdate"),
    organizer: organizerOf(event),
    attendees: Math.min(event.getAllProperties("attendee").length, MAX_ATTENDEES),
    events,
  };
}

function textOf(component: ICAL.Component, name: string): string {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === "string" ? cleanLine(value.slice(0, MAX_CHARACTERS)) : "";
}

function timeOf(calendar: ICAL.Component, event: ICAL.Component, name: string): CalendarTime | null {
  const property = event.getFirstProperty(name);
  const value: unknown = property?.getFirstValue();
  if (property === null || !(value instanceof ICAL.Time)) return null;
  const zoneId: unknown = property.getFirstParameter("tzid");
  return calendarTime(value, typeof zoneId === "string" ? zoneId : undefined, calendar);
}

function endByDuration(calendar: ICAL.Component, event: ICAL.Component): CalendarTime | null {
  const start = event.getFirstProperty("dtstart");
  const from: unknown = start?.getFirstValue();
  const duration: unknown = event.getFirstPropertyValue("duration");
  if (!(from instanceof ICAL.Time) || !(duration instanceof ICAL.Duration)) return null;
  const end = from.clone();
  end.addDuration(duration);
  const zoneId: unknown = start?.getFirstParameter("tzid");
  return calendarTime(end, typeof zoneId === "string" ? zoneId : undefined, calendar);
}

function calendarTime(time: ICAL.Time, zoneId: string | undefined, calendar: ICAL.Component): CalendarTime {
  const local = time.toString().replace(/Z$/, "");
  if (time.isDate) return { local, zone: null, at: null };
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  if (time.zone === ICAL.Timezone.utcTimezone || time.toString().endsWith("Z"))
    return { local, zone: "UTC", at: wall };
  if (zoneId === undefined) return { local, zone: null, at: null };
  const offset = offsetMs(time, zoneId, calendar);
  return { local, zone: cleanLine(zoneId.slice(0, 100)), at: offset === undefined ? null : wall - offset };
}

/** By the invitation's own definition of the zone; where it has none, by the name that the world knows. */
function offsetMs(time: ICAL.Time, zoneId: string, calendar: ICAL.Component): number | undefined {
  const definition = calendar
    .getAllSubcomponents("vtimezone")
    .find((zone) => zone.getFirstPropertyValue("tzid") === zoneId);
  if (definition !== undefined && isYearly(definition)) {
    return new ICAL.Timezone({ component: definition, tzid: zoneId }).utcOffset(time) * 1000;
  }
  return knownOffsetMs(time, zoneId);
}

/** Zones change twice a year. One that repeats each second is made to cost hours. */
function isYearly(zone: ICAL.Component): boolean {
  return zone
    .getAllSubcomponents()
    .flatMap((part) => part.getAllProperties("rrule"))
    .every(
      (rule) =>
        /FREQ=YEARLY/i.test(String(rule.getFirstValue())) &&
        !/BY(?:SECOND|MINUTE|HOUR)/i.test(String(rule.getFirstValue())),
    );
}

function knownOffsetMs(time: ICAL.Time, zoneId: string): number | undefined {
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  try {
    const clock = new Intl.DateTimeFormat("en-US", { timeZone: zoneId, timeZoneName: "longOffset" });
    // The offset at the wall time read as UTC, then at the instant which that gives: right but for the hour of a change.
    const guess = offsetAt(clock, wall);
    return offsetAt(clock, wall - guess);
  } catch {
    // No zone that anybody knows: the card shows the sender's words.
    return undefined;
  }
}

function offsetAt(clock: Intl.DateTimeFormat, at: number): number {
  const name = clock.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function organizerOf(event: ICAL.Component): CalendarCard["organizer"] {
  const property = event.getFirstProperty("organizer");
  const value: unknown = property?.getFirstValue();
  if (property === null || typeof value !== "string") return null;
  const name: unknown = property.getFirstParameter("cn");
  return {
    name: typeof name === "string" ? cleanLine(name.slice(0, MAX_CHARACTERS)) : "",
    address: cleanLine(value.slice(0, MAX_CHARACTERS).replace(/^mailto:/i, "")),
  };
}
