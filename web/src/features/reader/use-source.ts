import { getMessageRaw } from "@popgate/shared/api/message";
import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { contractUrl } from "../../api/contract-url.ts";
import { readText } from "../../api/read-text.ts";
import { usePage } from "../../state/use-page.ts";

type Source =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly text: string; readonly isWhole: boolean }
  | { readonly status: "failed"; readonly failure: Failure };

/** More than this no one reads on a screen, and the page should not hold it. */
export const MAX_SOURCE_OCTETS = 256_000;

/** The beginning of a message's exact bytes, as text. One component reads one message: give it a key. */
export function useSource(mailboxId: string, uid: string): Source {
  const { base } = usePage();
  const [source, setSource] = useState<Source>({ status: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    const url = contractUrl(base, getMessageRaw, { params: { id: mailboxId, uid }, query: {} });
    readText(url, MAX_SOURCE_OCTETS, controller.signal).then(
      (read) => {
        setSource({ status: "ready", ...read });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setSource({ status: "failed", failure: asFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [base, mailboxId, uid]);
  return source;
}
