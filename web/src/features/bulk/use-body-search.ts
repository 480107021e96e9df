import { getBodySearchCost, type BodySearchCost } from "@popgate/shared/api/body-search";
import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../api/api-failure.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { usePage } from "../../state/use-page.ts";
import { readSearch, searchBodies } from "../../state/bulk/search-bodies.ts";

export type Cost =
  | { readonly status: "asking" }
  | { readonly status: "failed"; readonly failure: Failure }
  | { readonly status: "known"; readonly cost: BodySearchCost };

interface BodySearchForm {
  readonly cost: Cost;
  readonly failure: Failure | undefined;
  readonly isStarting: boolean;
  readonly start: (q: string) => void;
}

/** What a search in the whole maildrop, or in these messages, would cost; and its start. */
export function useBodySearch(view: MailboxView, uids: ReadonlySet<string> | undefined): BodySearchForm {
  const page = usePage();
  const { id, generation } = view.mailbox;
  const [cost, setCost] = useState<Cost>({ status: "asking" });
  const [failure, setFailure] = useState<Failure>();
  const [isStarting, setIsStarting] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const body = uids ? { uids: [...uids] } : {};
    page.call(getBodySearchCost, { params: { id }, body }, { signal }).then(
      (known) => {
        setCost({ status: "known", cost: known });
      },
      (error: unknown) => {
        if (!signal.aborted) setCost({ status: "failed", failure: asFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [page, id, generation, uids]);
  useEffect(() => void readSearch(page, id), [page, id]);

  const start = (q: string): void => {
    setIsStarting(true);
    setFailure(undefined);
    searchBodies(page, id, q, uids)
      .catch((error: unknown) => {
        setFailure(asFailure(error));
      })
      .finally(() => {
        setIsStarting(false);
      });
  };
  return { cost, failure, isStarting, start };
}
