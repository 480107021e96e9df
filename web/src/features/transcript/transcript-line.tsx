import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import { memo, type ReactNode } from "react";
import { classes } from "../../lib/classes.ts";
import { formatGap } from "../../lib/dates.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { formatOctets } from "../../lib/octets.ts";
import styles from "./transcript-lines.module.css";
import { statusParts } from "./wire-facts.ts";

interface TranscriptLineProps {
  readonly event: TranscriptEvent;
  readonly previous: TranscriptEvent | undefined;
}

/** When, who, what, and how many octets it was. */
export const TranscriptLine = memo(function TranscriptLine(props: TranscriptLineProps): ReactNode {
  const { event, previous } = props;
  const { direction, folded = false, octets } = event;
  const isWire = direction === "C" || direction === "S";
  const isNewConnection = previous !== undefined && previous.connection !== event.connection;
  return (
    <div className={classes(styles["line"], isNewConnection && styles["fresh"])}>
      <span className={styles["gap"]}>{previous ? formatGap(event.atMicros - previous.atMicros) : ""}</span>
      <span className={isWire ? styles[direction] : styles["beside"]}>
        {isWire ? `${direction}:` : direction}
      </span>
      <span className={classes(styles["words"], !isWire && styles["beside"])}>
        {folded ? (
          <span className={styles["beside"]}>{foldedWords(event)}</span>
        ) : direction === "S" ? (
          <Reply line={event.line} />
        ) : (
          event.line
        )}
      </span>
      <span className={styles["octets"]}>{octets > 0 && formatOctets(octets)}</span>
    </div>
  );
});

function foldedWords({ direction, count, verb = "" }: TranscriptEvent): string {
  const { folded } = messages.transcript;
  if (count === undefined) return folded.lines;
  return direction === "C" ? folded.commands(count, verb) : folded.replies(count, verb);
}

function Reply({ line }: { readonly line: string }): ReactNode {
  const { status, rest } = statusParts(line);
  return (
    <>
      {status !== "" && <span className={status === "+OK" ? styles["ok"] : styles["error"]}>{status}</span>}
      {rest}
    </>
  );
}
