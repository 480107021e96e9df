import type { Report } from "@popgate/shared/api/recognized-parts";
import { MailCheck, MailX } from "lucide-react";
import type { ReactNode } from "react";
import { factsWords } from "../../../lib/messages/reader/facts-words.ts";
import { reportSentence } from "./report-sentences.ts";
import styles from "./report-card.module.css";

const words = factsWords.report;

/** What became of a message that was sent earlier, in plain sentences; the server's own words are folded. */
export function ReportCard({ report }: { readonly report: Report }): ReactNode {
  const isBad = report.recipients.some(({ action }) => action === "failed");
  return (
    <section className={styles["card"]} aria-label={words.label}>
      {isBad ? <MailX aria-hidden="true" /> : <MailCheck aria-hidden="true" />}
      <div className={styles["facts"]}>
        <p className={styles["kind"]}>{words[report.kind]}</p>
        {report.recipients.length === 0 && <p>{words.none}</p>}
        <ul className={styles["recipients"]}>
          {report.recipients.map((recipient, index) => (
            <li key={index}>
              <p dir="auto">{reportSentence(report, recipient)}</p>
              {(recipient.diagnostic !== null || recipient.status !== null) && (
                <details className={styles["diagnostic"]}>
                  <summary>{words.diagnostic}</summary>
                  <code dir="auto">
                    {[recipient.status, recipient.diagnostic].filter((text) => text !== null).join(" · ")}
                  </code>
                </details>
              )}
            </li>
          ))}
        </ul>
        <p className={styles["calm"]}>{words.calm}</p>
      </div>
    </section>
  );
}
