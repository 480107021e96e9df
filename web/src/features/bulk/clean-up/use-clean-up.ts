import { previewCleanup, type CleanupPreview, type CleanupQuery } from "@popgate/shared/api/bulk";
import { useRef, useState } from "react";
import { asFailure, type Failure } from "../../../api/api-failure.ts";
import { usePage } from "../../../state/use-page.ts";
import { markAll } from "../../../state/bulk/select-messages.ts";

export type CleanUp =
  | { readonly status: "ready" | "looking" }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "seen" | "marking" | "marked"; readonly preview: CleanupPreview };

interface CleanUpForm {
  readonly cleanUp: CleanUp;
  readonly look: (query: CleanupQuery) => void;
  /** The conditions have changed: what was shown is not what they mean. */
  readonly forget: () => void;
  readonly mark: (preview: CleanupPreview) => void;
}

/** A preview, and the marks for exactly what it has shown. */
export function useCleanUp(mailboxId: string): CleanUpForm {
  const page = usePage();
  const [cleanUp, setCleanUp] = useState<CleanUp>({ status: "ready" });
  const newest = useRef(0);
  const look = (query: CleanupQuery): void => {
    const mine = ++newest.current;
    setCleanUp({ status: "looking" });
    page.call(previewCleanup, { params: { id: mailboxId }, body: query }).then(
      (preview) => {
        if (newest.current === mine) setCleanUp({ status: "seen", preview });
      },
      (error: unknown) => {
        if (newest.current === mine) setCleanUp({ status: "failed", failure: asFailure(error) });
      },
    );
  };
  const forget = (): void => {
    newest.current += 1;
    setCleanUp({ status: "ready" });
  };
  const mark = (preview: CleanupPreview): void => {
    setCleanUp({ status: "marking", preview });
    void markAll(page, mailboxId, preview.uids, preview.generation).then(() => {
      setCleanUp({ status: "marked", preview });
    });
  };
  return { cleanUp, look, forget, mark };
}
