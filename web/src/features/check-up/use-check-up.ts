import { checkUpMailbox, MAX_IDLE_SECONDS, type CheckUpReport } from "@popgate/shared/api/check-up";
import { useEffect, useRef, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { usePage } from "../../state/use-page.ts";

export type CheckUp =
  | { readonly status: "ready" }
  | { readonly status: "running"; readonly measuresIdle: boolean }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "done"; readonly report: CheckUpReport };

export interface CheckUpRun {
  readonly checkUp: CheckUp;
  /** @param measuresIdle waits for the server's idle time-out too, which takes minutes */
  readonly start: (measuresIdle: boolean) => void;
}

const READY: CheckUp = { status: "ready" };

/** A check-up that somebody starts. It ends with the mailbox's screen, not with the dialog. */
export function useCheckUp(mailboxId: string): CheckUpRun {
  const page = usePage();
  const [held, setHeld] = useState<{ readonly mailboxId: string; readonly checkUp: CheckUp }>();
  const running = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      running.current?.abort();
      setHeld(undefined);
    },
    [mailboxId],
  );
  const start = (measuresIdle: boolean): void => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (checkUp: CheckUp): void => {
      if (!signal.aborted) setHeld({ mailboxId, checkUp });
    };
    running.current = controller;
    show({ status: "running", measuresIdle });
    const body = measuresIdle ? { idleSeconds: MAX_IDLE_SECONDS } : {};
    page.call(checkUpMailbox, { params: { id: mailboxId }, body }, { signal }).then(
      (report) => {
        show({ status: "done", report });
      },
      (error: unknown) => {
        show({ status: "failed", failure: asFailure(error) });
      },
    );
  };
  // What is held of another mailbox is none of this one's.
  return { checkUp: held?.mailboxId === mailboxId ? held.checkUp : READY, start };
}
