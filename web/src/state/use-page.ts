import { createContext, useContext, useSyncExternalStore } from "react";
import type { Page } from "./page.ts";
import type { MailboxView, PageState } from "./page-state.ts";

export const PageContext = createContext<Page | null>(null);

/** The page that this component is drawn for, as operations take it. Throws outside of `PageContext`. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("no PageContext above this component");
  return page;
}

/** A part of the state; `select` must return the same object for the same state. */
export function usePageState<T>(select: (state: PageState) => T): T {
  const { store } = usePage();
  return useSyncExternalStore(store.subscribe, () => select(store.state()));
}

/** A part of one mailbox's view; undefined once it is signed out. */
export function useMailbox<T>(mailboxId: string, select: (view: MailboxView) => T): T | undefined {
  return usePageState((state) => {
    const view = state.mailboxes.get(mailboxId);
    return view && select(view);
  });
}
