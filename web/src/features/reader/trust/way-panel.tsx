import type { Hop, ReportedChecks, Trust } from "@popgate/shared/api/trust";
import type { ReactNode } from "react";
import { classes } from "../../../lib/classes.ts";
import { formatFullDate, formatGap } from "../../../lib/dates.ts";
import { trustWords } from "../../../lib/messages/reader/trust-words.ts";
import { Unsubscribe } from "./unsubscribe.tsx";
import styles from "./way-panel.module.css";

/** Checks that the summary names; the others stand inside. */
const SUMMARY_CHECKS = new Set(["spf", "dkim", "dmarc"]);

/** What the receiving server reported, which way the message came, how to be taken off a list: folded. */
export function WayPanel({ trust }: { readonly trust: Trust }): ReactNode {
  const { reported, hops, unsubscribe } = trust;
  if (reported === null && hops.length === 0 && unsubscribe === null) return null;
  return (
    <details className={styles["panel"]}>
      <summary className={classes(styles["summary"], reported !== null && styles[toneOf(reported)])}>
        {reported ? trustWords.reported(checksOf(reported)) : trustWords.way}
      </summary>
      <div className={styles["body"]}>
        <Reported reported={reported} />
        <Hops hops={hops} />
        {unsubscribe && <Unsubscribe links={unsubscribe.links} />}
      </div>
    </details>
  );
}

/** `SPF pass, DKIM pass`: each method once, the worst result of it. */
function checksOf({ results }: ReportedChecks): string {
  const methods = new Map<string, string>();
  for (const { method, result } of results) {
    if (SUMMARY_CHECKS.has(method) && (methods.get(method) ?? "pass") === "pass") methods.set(method, result);
  }
  const named = Array.from(methods, ([method, result]) => `${method.toUpperCase()} ${result}`);
  return named.join(", ") || results.map(({ method, result }) => `${method} ${result}`).join(", ") || "–";
}

/** Green says that the server is content, never that the message is honest; amber that it is not. */
function toneOf({ results }: ReportedChecks): "good" | "bad" | "open" {
  const known = results.filter(({ method }) => SUMMARY_CHECKS.has(method));
  if (known.some(({ result }) => /fail/.test(result))) return "bad";
  return known.length > 0 && known.every(({ result }) => result === "pass") ? "good" : "open";
}

function Reported({ reported }: { readonly reported: ReportedChecks | null }): ReactNode {
  return (
    <section>
      <h2>{trustWords.reportedTitle}</h2>
      {reported === null ? (
        <p className={styles["note"]}>{trustWords.reportedNothing}</p>
      ) : (
        <>
          <ul className={styles["checks"]}>
            {reported.results.map(({ method, result, about }, index) => (
              <li key={index}>
                <b>{method}</b> {result} <span>{about}</span>
              </li>
            ))}
          </ul>
          <p className={styles["note"]}>{trustWords.reportedNote(reported.server)}</p>
        </>
      )}
    </section>
  );
}

function Hops({ hops }: { readonly hops: readonly Hop[] }): ReactNode {
  return (
    <section>
      <h2>{trustWords.hopsTitle}</h2>
      {hops.length === 0 ? (
        <p className={styles["note"]}>{trustWords.hopsNone}</p>
      ) : (
        <>
          <ol className={styles["hops"]}>
            {hops.map((hop, index) => (
              <li key={index}>
                {hops.length > 1 && (
                  <span className={styles["delay"]}>{index === 0 ? trustWords.firstHop : delayOf(hop)}</span>
                )}
                <span dir="ltr">
                  {trustWords.hop(hop.from, hop.by)} <i>{hop.with}</i>
                </span>
                {hop.date !== null && <time>{formatFullDate(hop.date)}</time>}
              </li>
            ))}
          </ol>
          <p className={styles["note"]}>{trustWords.hopsNote}</p>
        </>
      )}
    </section>
  );
}

function delayOf({ delayMs }: Hop): string {
  if (delayMs === null) return trustWords.noDelay;
  return delayMs < 0 ? trustWords.clocks : formatGap(delayMs * 1000);
}
