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

/** A check-up that somebody starts. It ends with the mailbox's screen, not with the dialog: the screen has a key. */
export function useCheckUp(mailboxId: string): CheckUpRun {
  const page = usePage();
  const [checkUp, setCheckUp] = useState<CheckUp>({ status: "ready" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = (measuresIdle: boolean): void => {
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setCheckUp({ status: "running", measuresIdle });
    const body = measuresIdle ? { idleSeconds: MAX_IDLE_SECONDS } : {};
    page.call(checkUpMailbox, { params: { id: mailboxId }, body }, { signal }).then(
      (report) => {
        setCheckUp({ status: "done", report });
      },
      (error: unknown) => {
        if (!signal.aborted) setCheckUp({ status: "failed", failure: asFailure(error) });
      },
    );
  };
  return { checkUp, start };
}
