import type { CheckFinding, CheckUpReport, CheckVerdict } from "@popgate/shared/api/check-up";
import { CircleCheck, CircleDashed, Info, OctagonAlert, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../../lib/messages/catalogue.ts";
import styles from "./check-up-dialog.module.css";
import { factWords, groupFindings } from "./report-text.ts";

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
  const { host, port, security } = report.server;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and holds nothing else for the keyboard
    <div role="region" aria-label={words.report} tabIndex={0}>
      <p className={styles["server"]} dir="ltr">
        {words.heading(`${host}:${String(port)}`, messages.signIn.securities[security])}
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

function Finding({ finding }: { readonly finding: CheckFinding }): ReactNode {
  const words = messages.checkUp;
  const { check, verdict, facts } = finding;
  const Icon = ICONS[verdict];
  const shown = factWords(facts);
  return (
    <li className={styles["finding"]}>
      <span className={styles[verdict]}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <p className={styles["what"]}>{words.checks[check]}</p>
      <span className={styles["verdict"]}>{words.verdicts[verdict]}</span>
      {shown.length > 0 && (
        <dl className={styles["facts"]} dir="ltr">
          {shown.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
