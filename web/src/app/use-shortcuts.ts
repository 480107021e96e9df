import type { Row } from "@popgate/shared/api/message";
import { useEffect, useRef, type RefObject } from "react";
import { tinykeys } from "tinykeys";
import type { MessageListHandle } from "../features/message-list/use-list-keys.ts";
import { setMark, type Pointed } from "../state/operations/change-marks.ts";
import { patchRow, type RowPatch } from "../state/operations/read-message.ts";
import type { Page } from "../state/page.ts";
import type { MailboxView } from "../state/page-state.ts";
import { hasMark } from "../state/mailbox/marks-view.ts";
import { toggled } from "../state/mailbox/selection.ts";
import { usePage } from "../state/use-page.ts";
import { clearSelection, select } from "../state/bulk/select-messages.ts";
import type { Panels } from "./use-panels.ts";

interface ShortcutTargets {
  readonly view: MailboxView;
  readonly uid: string | undefined;
  readonly list: RefObject<MessageListHandle | null>;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly panels: Panels;
  readonly open: (uid: string) => void;
  readonly back: () => void;
}

type Act = (now: ShortcutTargets) => void;
/** Makes an action the handler of a key; it does nothing where the key means something else. */
type When = (act: Act) => (event: KeyboardEvent) => void;
type Keys = Readonly<Record<string, ReturnType<When>>>;

/** The page's keys without Ctrl or Alt. They do nothing while somebody types, or while a dialog is open. */
export function useShortcuts(targets: ShortcutTargets): void {
  const page = usePage();
  const newest = useRef(targets);
  useEffect(() => {
    newest.current = targets;
  });
  useEffect(() => {
    const when: When = (act) => (event) => {
      if (isElsewhere(event) || newest.current.panels.dialog !== undefined) return;
      event.preventDefault();
      act(newest.current);
    };
    return tinykeys(window, { ...wayKeys(page, when), ...messageKeys(page, when) });
  }, [page]);
}

/** Where to go and what to look at. */
function wayKeys(page: Page, when: When): Keys {
  const step = (by: number) =>
    when(({ list, uid, open }) => {
      const next = list.current?.move(by);
      // While reading, the keys turn the pages.
      if (uid !== undefined && next !== undefined) open(next);
    });
  const back = when(({ uid, back: goBack }) => {
    if (uid !== undefined) goBack();
  });
  const search = when(({ search: field }) => field.current?.select());
  const help = when(({ panels }) => {
    panels.ask("help");
  });
  return {
    j: step(1),
    k: step(-1),
    o: when(({ list, open }) => {
      const uid = list.current?.presentUid();
      if (uid !== undefined) open(uid);
    }),
    u: back,
    Escape: when((now) => {
      const { uids, isChoosing } = now.view.selection;
      const isReading = now.uid !== undefined && !isInList();
      if (!isReading && (uids.size > 0 || isChoosing)) {
        clearSelection(page, now.view.mailbox.id);
        // The bar goes with its buttons.
        now.list.current?.focus();
      } else if (now.uid !== undefined) now.back();
    }),
    t: when(({ panels }) => {
      panels.toggleTranscript();
    }),
    // Where these keys lie, and whether they need Shift, differs from keyboard to keyboard.
    "/": search,
    "Shift+/": search,
    "?": help,
    "Shift+?": help,
  };
}

/** What is done to one message. */
function messageKeys(page: Page, when: When): Keys {
  const onTarget = (act: (now: ShortcutTargets, target: string, pointed: Pointed) => void) =>
    when((now) => {
      // In the list the row that has the focus is meant, elsewhere the open message.
      const isRow = isInList();
      const inList = now.list.current?.presentUid();
      const target = isRow ? inList : (now.uid ?? inList);
      if (target !== undefined) act(now, target, !isRow && target === now.uid ? "reader" : "row");
    });
  const mark = (change: (isMarked: boolean) => boolean) =>
    onTarget(({ view }, target, pointed) => {
      const isMarked = hasMark(view.marks, target, view.list.rows.get(target)?.marked);
      void setMark(page, view.mailbox.id, target, change(isMarked), pointed);
    });
  const patch = (change: (row: Row) => RowPatch) =>
    onTarget(({ view }, target) => {
      const row = view.list.rows.get(target);
      if (row) void patchRow(page, view.mailbox.id, target, change(row));
    });
  const toggle = mark((isMarked) => !isMarked);
  return {
    "#": toggle,
    "Shift+#": toggle,
    z: mark(() => false),
    s: patch(({ starred }) => ({ starred: !starred })),
    x: onTarget(({ view }, target) => {
      select(page, view.mailbox.id, (selection) => toggled(selection, target));
    }),
    i: patch(({ seen }) => ({ seen: !seen })),
  };
}

function isInList(): boolean {
  return Boolean(document.activeElement?.closest("[role=row]"));
}

function isElsewhere({ target, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=dialog]") !== null)
  );
}
