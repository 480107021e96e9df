import type { CommitReport } from "@popgate/shared/api/mailbox";

/**
 * One step may settle an earlier commit and then remove what that one did not, or not know whether it did:
 * the last word counts.
 */
export function lastWord(reports: readonly CommitReport[]): {
  readonly removed: ReadonlySet<string>;
  readonly remaining: ReadonlySet<string>;
} {
  const removed = new Set<string>();
  const remaining = new Set<string>();
  for (const report of reports) {
    for (const uid of [...report.removed, ...report.unknown]) remaining.delete(uid);
    for (const uid of report.remaining) remaining.add(uid);
    for (const uid of report.removed) removed.add(uid);
  }
  return { removed, remaining };
}
