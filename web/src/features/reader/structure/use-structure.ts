import { getMessageStructure, type Structure } from "@popgate/shared/api/structure";
import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../../api/api-failure.ts";
import { usePage } from "../../../state/use-page.ts";
import type { MessagePlace } from "../message-place.ts";

type ReadStructure =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly structure: Structure }
  | { readonly status: "failed"; readonly failure: Failure };

/** What a message is made of, asked for when somebody looks. */
export function useStructure({ mailboxId, uid, part }: MessagePlace): ReadStructure {
  const { call } = usePage();
  const [read, setRead] = useState<ReadStructure>({ status: "loading" });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const target = { params: { id: mailboxId, uid }, query: part === undefined ? {} : { part } };
    call(getMessageStructure, target, { signal }).then(
      (structure) => {
        if (!signal.aborted) setRead({ status: "ready", structure });
      },
      (error: unknown) => {
        if (!signal.aborted) setRead({ status: "failed", failure: asFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [call, mailboxId, uid, part]);
  return read;
}
