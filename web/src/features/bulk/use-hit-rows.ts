import type { BodySearchHit } from "@popgate/shared/api/body-search";
import type { Row } from "@popgate/shared/api/message";
import { useEffect, useState } from "react";
import { asFailure } from "../../api/api-failure.ts";
import type { MailboxView } from "../../state/page-state.ts";
import { readRow } from "../../state/operations/list-rows.ts";
import { reportFailure } from "../../state/operations/report-failure.ts";
import { usePage } from "../../state/use-page.ts";

/** The rows of these hits: those of the list, and for others what the gateway tells, one after the other. */
export function useHitRows(view: MailboxView, hits: readonly BodySearchHit[]): ReadonlyMap<string, Row> {
  const page = usePage();
  const { id } = view.mailbox;
  const held = view.list.rows;
  const [read, setRead] = useState<ReadonlyMap<string, Row | undefined>>(new Map());
  const missing = hits.find(({ uid }) => !held.has(uid) && !read.has(uid))?.uid;
  useEffect(() => {
    if (missing === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    readRow(page, id, missing, signal).then(
      (row) => {
        setRead((known) => new Map(known).set(missing, row));
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setRead((known) => new Map(known).set(missing, undefined));
        // Gone since it was found: the snippet stays.
        if (!["message-gone", "not-found"].includes(asFailure(error).code)) reportFailure(page, error);
      },
    );
    return () => {
      controller.abort();
    };
  }, [page, id, missing]);
  const rows = new Map<string, Row>();
  for (const { uid } of hits) {
    const row = held.get(uid) ?? read.get(uid);
    if (row) rows.set(uid, row);
  }
  return rows;
}
