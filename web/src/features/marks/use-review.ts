import type { Row } from "@popgate/shared/api/message";
import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { commitMarks, readMarkedRows } from "../../state/operations/commit-marks.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";

interface Review {
  /** All that were marked since the review was opened: one that is unticked stays to be ticked again. */
  readonly rows: readonly Row[] | undefined;
  readonly failure: Failure | undefined;
  /** Whether what is on screen is what the gateway has, to the last mark. */
  readonly isSettled: boolean;
  readonly commit: () => void;
}

/** The rows that leave, and the commit of exactly those. */
export function useReview(view: MailboxView): Review {
  const page = usePage();
  const { id } = view.mailbox;
  const { confirmed, pending } = view.marks;
  const [rows, setRows] = useState<readonly Row[]>();
  const [failure, setFailure] = useState<Failure>();
  const known = new Set(rows?.map((row) => row.uid));
  const isComplete = rows !== undefined && confirmed.uids.every((uid) => known.has(uid));
  const isDone = view.report !== null;

  useEffect(() => {
    if (isComplete || isDone) return undefined;
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
  }, [page, id, isComplete, isDone, confirmed.revision]);

  // The report belongs to this dialog: the next one begins without it.
  useEffect(
    () => () => {
      page.store.dispatch({ type: "report-closed", mailboxId: id });
    },
    [page, id],
  );
  const commit = (): void => {
    setFailure(undefined);
    commitMarks(page, id, confirmed.uids).catch((error: unknown) => {
      setFailure(asFailure(error));
    });
  };
  return { rows, failure, isSettled: isComplete && pending.length === 0, commit };
}

function merged(held: readonly Row[], read: readonly Row[]): readonly Row[] {
  const known = new Set(held.map((row) => row.uid));
  return [...held, ...read.filter((row) => !known.has(row.uid))];
}
