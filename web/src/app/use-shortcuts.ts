import { useEffect, useRef, type RefObject } from "react";
import { tinykeys } from "tinykeys";
import type { MessageListHandle } from "../features/message-list/use-list-keys.ts";
import { setMark } from "../state/operations/change-marks.ts";
import type { MailboxView } from "../state/page-state.ts";
import { usePage } from "../state/use-page.ts";
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

/** The page's single keys. Silent while somebody types, and behind a dialog. */
export function useShortcuts(targets: ShortcutTargets): void {
  const page = usePage();
  const newest = useRef(targets);
  useEffect(() => {
    newest.current = targets;
  });
  useEffect(() => {
    const when = (act: (now: ShortcutTargets) => void) => (event: KeyboardEvent) => {
      if (isElsewhere(event) || newest.current.panels.dialog !== undefined) return;
      event.preventDefault();
      act(newest.current);
    };
    const step = (by: number) =>
      when(({ list, uid, open }) => {
        const next = list.current?.move(by);
        // While reading, the keys turn the pages.
        if (uid !== undefined && next !== undefined) open(next);
      });
    const openPresent = when(({ list, open }) => {
      const uid = list.current?.presentUid();
      if (uid !== undefined) open(uid);
    });
    const back = when(({ uid, back: goBack }) => {
      if (uid !== undefined) goBack();
    });
    const mark = (change: (isMarked: boolean) => boolean) =>
      when(({ view, uid, list }) => {
        // In the list the row that has the focus is meant, elsewhere the open message.
        const isInList = Boolean(document.activeElement?.closest("[role=row]"));
        const inList = list.current?.presentUid();
        const target = isInList ? inList : (uid ?? inList);
        if (target === undefined) return;
        void setMark(page, view.mailbox.id, target, change(view.marks.uids.has(target)));
      });
    const toggle = mark((isMarked) => !isMarked);
    const search = when(({ search: field }) => field.current?.select());
    const help = when(({ panels }) => {
      panels.ask("help");
    });
    return tinykeys(window, {
      j: step(1),
      k: step(-1),
      o: openPresent,
      u: back,
      Escape: back,
      z: mark(() => false),
      t: when(({ panels }) => {
        panels.toggleTranscript();
      }),
      // Where these keys lie, and whether they need Shift, differs from keyboard to keyboard.
      "#": toggle,
      "Shift+#": toggle,
      "/": search,
      "Shift+/": search,
      "?": help,
      "Shift+?": help,
    });
  }, [page]);
}

function isElsewhere({ target, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=dialog]") !== null)
  );
}
