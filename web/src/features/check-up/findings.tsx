import type { CheckUpReport, CheckVerdict } from "@popgate/shared/api/check-up";
import { CircleCheck, CircleDashed, Info, OctagonAlert, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./check-up-dialog.module.css";
import { groupFindings, reportHeading, reportSummary, type ToldFinding } from "./report-text.ts";

const ICONS: Readonly<Record<CheckVerdict, LucideIcon>> = {
  good: CircleCheck,
  note: Info,
  warning: TriangleAlert,
  bad: OctagonAlert,
  skipped: CircleDashed,
};

/** The report, by what it is about: a verdict in words and with an icon, and the facts behind it. */
export function Findings({ report }: { readonly report: CheckUpReport }): ReactNode {
  const words = messages.checkUp;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and holds nothing else for the keyboard
    <div role="region" aria-label={words.report} tabIndex={0}>
      <p className={styles["summary"]} role="status">
        {reportSummary(report)}
      </p>
      <p className={styles["server"]} dir="ltr">
        {reportHeading(report)}
      </p>
      {groupFindings(report).map(({ title, findings }) => (
        <section key={title} className={styles["group"]}>
          <h3>{title}</h3>
          <ul>
            {findings.map((finding) => (
              <Finding key={finding.check} finding={finding} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Finding({ finding }: { readonly finding: ToldFinding }): ReactNode {
  const words = messages.checkUp;
  const { check, verdict, sentence, detail } = finding;
  const Icon = ICONS[verdict];
  return (
    <li className={styles["finding"]}>
      <span className={styles[verdict]}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <p>{words.checks[check]}</p>
      <span className={styles["verdict"]}>{words.verdicts[verdict]}</span>
      <p className={styles["sentence"]}>{sentence}</p>
      {detail !== undefined && (
        <details className={styles["detail"]}>
          <summary>{words.detail}</summary>
          <code dir="ltr">{detail}</code>
        </details>
      )}
    </li>
  );
}
