import type { Row } from "@popgate/shared/api/message";
import type { ReactNode } from "react";
import { formatRowDate } from "../../../lib/dates.ts";
import { messages } from "../../../lib/messages/catalogue.ts";
import { formatOctets } from "../../../lib/octets.ts";
import { useNow } from "../../../ui/hooks/use-now.ts";
import styles from "./clean-up-rows.module.css";

interface CleanUpRowsProps {
  readonly rows: readonly Row[];
  /** How many there are with those that are not shown. */
  readonly total: number;
}

/** The first messages that would be marked: a count alone is not to be trusted with mail. */
export function CleanUpRows({ rows, total }: CleanUpRowsProps): ReactNode {
  const words = messages.bulk.cleanUp;
  const now = useNow();
  if (rows.length === 0) return null;
  return (
    <div>
      <ul className={styles["rows"]} aria-label={words.first}>
        {rows.map((row) => (
          <li key={row.uid}>
            <b dir="auto">{row.from === null ? messages.list.noSender : row.from.name || row.from.address}</b>
            <span>{row.date === null ? "" : formatRowDate(row.date, now)}</span>
            <span dir="auto">
              {row.loaded ? row.subject || messages.list.noSubject : messages.list.loadingRow}
            </span>
            <span>{formatOctets(row.octets)}</span>
          </li>
        ))}
      </ul>
      {total > rows.length && <p className={styles["more"]}>{words.more(total - rows.length)}</p>}
    </div>
  );
}
