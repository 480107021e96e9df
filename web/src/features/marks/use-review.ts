import { useEffect, useMemo, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { commitMarks, readMarkedRows, type ReviewedRow } from "../../state/operations/commit-marks.ts";
import { isBehind } from "../../state/mailbox/known-marks.ts";
import { uidsOf, type UidSet } from "../../state/mailbox/uid-set.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";

interface Review {
  /** All that were marked since the review was opened: one that is unticked stays to be ticked again. */
  readonly rows: readonly ReviewedRow[] | undefined;
  readonly failure: Failure | undefined;
  /** Whether what is on screen is what the gateway has, to the last mark. */
  readonly isSettled: boolean;
  readonly commit: () => void;
}

/** The rows that leave, and the commit of exactly those. */
export function useReview(view: MailboxView): Review {
  const page = usePage();
  const { id } = view.mailbox;
  const { known, pending } = view.marks;
  const [rows, setRows] = useState<readonly ReviewedRow[]>();
  const [failure, setFailure] = useState<Failure>();
  const isShown = useIsShown(known.uids, rows);
  const isDone = view.report !== null;

  useEffect(() => {
    if (isShown || isDone) return undefined;
    const controller = new AbortController();
    readMarkedRows(page, id, controller.signal).then(
      (read) => {
        setRows((held) => merged(held ?? [], read));
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(asFailure(error));
      },
    );
    return () => {
      controller.abort();
    };
  }, [page, id, isShown, isDone, known.revision]);

  // The report belongs to this dialog: the next one begins without it.
  useEffect(
    () => () => {
      page.store.dispatch({ type: "report-closed", mailboxId: id });
    },
    [page, id],
  );
  const commit = (): void => {
    setFailure(undefined);
    const uids = uidsOf(known.uids);
    commitMarks(page, id, uids, oldestOf(rows ?? [], uids)).catch((error: unknown) => {
      const refused = asFailure(error);
      setFailure(refused);
      // What is on screen is not what the marks are on: it is read again.
      if (refused.code === "marks-differ") setRows(undefined);
    });
  };
  return { rows, failure, isSettled: isShown && !isBehind(known) && pending.length === 0, commit };
}

/** Whether there is a row for each of them. Of many, one that is ticked or unticked costs no look at the others. */
function useIsShown({ base, added, removed }: UidSet, rows: readonly ReviewedRow[] | undefined): boolean {
  const shown = useMemo(() => new Set(rows?.map(({ uid }) => uid)), [rows]);
  const missing = useMemo(() => [...base].filter((uid) => !shown.has(uid)), [base, shown]);
  if (rows === undefined) return false;
  return missing.every((uid) => removed.has(uid)) && [...added].every((uid) => shown.has(uid));
}

/** What was just read stands for what was read of it before. */
function merged(held: readonly ReviewedRow[], read: readonly ReviewedRow[]): readonly ReviewedRow[] {
  const fresh = new Map(read.map((row) => [row.uid, row]));
  const known = new Set(held.map((row) => row.uid));
  return [...held.map((row) => fresh.get(row.uid) ?? row), ...read.filter((row) => !known.has(row.uid))];
}

/** The oldest reading that any of them was shown in. */
function oldestOf(rows: readonly ReviewedRow[], uids: readonly string[]): number {
  const generations = new Map(rows.map((row) => [row.uid, row.generation]));
  return uids.reduce((oldest, uid) => Math.min(oldest, generations.get(uid) ?? 0), Number.MAX_SAFE_INTEGER);
}
