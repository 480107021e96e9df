import type { CalendarCard } from "@popgate/shared/api/recognized-parts";
import { Repeat } from "lucide-react";
import type { ReactNode } from "react";
import { eventTime, type EventTime } from "../../../lib/calendar-time.ts";
import { classes } from "../../../lib/classes.ts";
import { factsWords } from "../../../lib/messages/reader/facts-words.ts";
import { fullAddress } from "../../../lib/people.ts";
import { LinkButton } from "../../../ui/controls/link-button.tsx";
import styles from "./calendar-invitation.module.css";

interface CalendarInvitationProps {
  readonly card: CalendarCard;
  /** Of the part that it was read from. */
  readonly saveUrl: string;
}

const words = factsWords.calendar;
const METHODS = new Map<string, string>(Object.entries(words.methods));

/** The event of an invitation, to be read; nothing is answered from here. */
export function CalendarInvitation({ card, saveUrl }: CalendarInvitationProps): ReactNode {
  const time = eventTime(card);
  const isCancelled = card.method === "CANCEL" || card.status === "CANCELLED";
  return (
    <section className={classes(styles["card"], isCancelled && styles["cancelled"])} aria-label={words.label}>
      {time && (
        <div className={styles["leaf"]} aria-hidden="true">
          <span>{time.leaf.month}</span>
          <b>{time.leaf.day}</b>
        </div>
      )}
      <div className={styles["facts"]}>
        <p className={styles["method"]}>{isCancelled ? words.methods.CANCEL : methodOf(card)}</p>
        <h2 className={styles["summary"]} dir="auto">
          {card.summary || words.noSummary}
        </h2>
        <dl className={styles["list"]}>
          {time && (
            <Fact name={words.when}>
              <When time={time} />
              {card.repeats && (
                <span className={styles["more"]}>
                  <Repeat size={12} aria-hidden="true" /> {words.repeats}
                </span>
              )}
            </Fact>
          )}
          {card.location !== "" && <Fact name={words.where}>{card.location}</Fact>}
          {card.organizer && <Fact name={words.organizer}>{fullAddress(card.organizer)}</Fact>}
          {card.attendees > 0 && <Fact name={words.attendees}>{words.invited(card.attendees)}</Fact>}
        </dl>
        {card.events > 1 && <p className={styles["more"]}>{words.events(card.events)}</p>}
        <div className={styles["foot"]}>
          <LinkButton href={saveUrl} download className={styles["save"]}>
            {words.save}
          </LinkButton>
          <span className={styles["more"]}>{words.calm}</span>
        </div>
      </div>
    </section>
  );
}

function methodOf({ method }: CalendarCard): string {
  return METHODS.get(method) ?? words.methods.other;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function When({ time }: { readonly time: EventTime }): ReactNode {
  const { when, zone, written } = time;
  return (
    <>
      <span className={styles["when"]}>{when}</span> <span className={styles["zone"]}>{zoneWords(zone)}</span>
      {written && <span className={styles["more"]}>{words.written(written.local, written.zone)}</span>}
    </>
  );
}

function zoneWords(zone: EventTime["zone"]): string {
  switch (zone.kind) {
    case "days":
      return words.allDay;
    case "wherever":
      return words.wherever;
    case "unknown":
      return words.unknownZone(zone.name);
    case "reader":
      return words.yours(zone.name);
  }
}
