import { checkUpMailbox, type CheckUpReport } from "@popgate/shared/api/check-up";
import { useEffect, useRef, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { usePage } from "../../state/use-page.ts";

export type CheckUp =
  | { readonly status: "ready" }
  | { readonly status: "running" }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "done"; readonly report: CheckUpReport };

/** A check-up that somebody starts; it ends with the dialog. */
export function useCheckUp(mailboxId: string): { checkUp: CheckUp; start: () => void } {
  const page = usePage();
  const [checkUp, setCheckUp] = useState<CheckUp>({ status: "ready" });
  const running = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      running.current?.abort();
    },
    [],
  );
  const start = (): void => {
    const controller = new AbortController();
    running.current = controller;
    setCheckUp({ status: "running" });
    page.call(checkUpMailbox, { params: { id: mailboxId }, body: {} }, { signal: controller.signal }).then(
      (report) => {
        setCheckUp({ status: "done", report });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setCheckUp({ status: "failed", failure: asFailure(error) });
      },
    );
  };
  return { checkUp, start };
}
