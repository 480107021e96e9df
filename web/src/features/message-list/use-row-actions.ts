import { useCallback } from "react";
import { setMark } from "../../state/operations/change-marks.ts";
import { extended, toggled, withUids } from "../../state/mailbox/selection.ts";
import { usePage } from "../../state/use-page.ts";
import { select } from "../../state/bulk/select-messages.ts";
import type { MessageRowProps } from "./message-row.tsx";

interface RowActions extends Pick<MessageRowProps, "onOpen" | "onMark" | "onSelect"> {
  /** Chooses all between the two rows. */
  readonly extend: (from: string, to: string) => void;
}

/** The same functions as long as nothing changes: rows are drawn again only when they themselves do. */
export function useRowActions(
  mailboxId: string,
  moveTo: (index: number) => number,
  open: (uid: string) => void,
): RowActions {
  const page = usePage();
  const onOpen = useCallback(
    (index: number, uid: string) => {
      moveTo(index);
      open(uid);
    },
    [moveTo, open],
  );
  const onMark = useCallback(
    (uid: string, isMarked: boolean) => void setMark(page, mailboxId, uid, isMarked),
    [page, mailboxId],
  );
  const onSelect: MessageRowProps["onSelect"] = useCallback(
    (index, uid, how) => {
      moveTo(index);
      select(page, mailboxId, (selection, list) =>
        how === "range" ? extended(selection, list, uid) : toggled(selection, uid),
      );
    },
    [page, mailboxId, moveTo],
  );
  const extend = useCallback(
    (from: string, to: string) => {
      select(page, mailboxId, (selection, list) => {
        const hasAnchor = selection.anchor !== undefined && selection.uids.has(selection.anchor);
        const begun = hasAnchor ? selection : withUids(selection, [...selection.uids, from], from);
        return extended(begun, list, to);
      });
    },
    [page, mailboxId],
  );
  return { onOpen, onMark, onSelect, extend };
}
