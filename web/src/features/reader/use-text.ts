import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import { readText } from "../../api/read-text.ts";

export type ReadText =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly text: string; readonly isWhole: boolean }
  | { readonly status: "failed"; readonly failure: Failure };

/** More than this no one reads on a screen, and the page should not hold it. */
export const MAX_TEXT_OCTETS = 256_000;

/** The beginning of a text that the gateway serves. One component reads one address: give it a key. */
export function useText(url: string): ReadText {
  const [read, setRead] = useState<ReadText>({ status: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    readText(url, MAX_TEXT_OCTETS, controller.signal).then(
      (answer) => {
        setRead({ status: "ready", ...answer });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setRead({ status: "failed", failure: asFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [url]);
  return read;
}
