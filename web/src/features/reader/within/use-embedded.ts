import { getEmbeddedMessage, type Message } from "@popgate/shared/api/message";
import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../../api/api-failure.ts";
import { usePage } from "../../../state/use-page.ts";

type Embedded =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly message: Message }
  | { readonly status: "failed"; readonly failure: Failure };

/** The message within a message. One component reads one part: give it a key. */
export function useEmbedded(mailboxId: string, uid: string, part: string): Embedded {
  const { call } = usePage();
  const [embedded, setEmbedded] = useState<Embedded>({ status: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    call(getEmbeddedMessage, { params: { id: mailboxId, uid, part } }, { signal }).then(
      (message) => {
        if (!signal.aborted) setEmbedded({ status: "ready", message });
      },
      (error: unknown) => {
        if (!signal.aborted) setEmbedded({ status: "failed", failure: asFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [call, mailboxId, uid, part]);
  return embedded;
}
