import { useCallback, useEffect, type ReactNode } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { SignInScreen } from "../features/sign-in/sign-in-screen.tsx";
import { FAILURE_SENTENCES } from "../lib/messages/failure-sentences.ts";
import { messages } from "../lib/messages/catalogue.ts";
import { newsText } from "../lib/messages/news-words.ts";
import { startPage } from "../state/operations/start-page.ts";
import { usePage, usePageState } from "../state/use-page.ts";
import { Button } from "../ui/controls/button.tsx";
import { EmptyNote } from "../ui/notices/empty-note.tsx";
import { ToastList } from "../ui/notices/toast-list.tsx";
import { MailboxScreen } from "./mailbox-screen.tsx";
import { mailboxPath, parseRoute, SIGN_IN_PATH, type Route } from "./route.ts";

/** One screen by the address, and the news above all of them. */
export function App(): ReactNode {
  const { store } = usePage();
  const toasts = usePageState((state) => state.toasts);
  const onGone = useCallback(
    (id: number) => {
      store.dispatch({ type: "toast-gone", id });
    },
    [store],
  );
  const items = toasts.map(({ news, ...toast }) => ({ ...toast, text: newsText(news) }));
  return (
    <>
      <Screen />
      <ToastList toasts={items} dismissLabel={messages.app.dismiss} onGone={onGone} />
    </>
  );
}

function Screen(): ReactNode {
  const page = usePage();
  const start = usePageState((state) => state.start);
  const order = usePageState((state) => state.order);
  const ended = usePageState((state) => state.ended);
  const [path, navigate] = useHashLocation();
  const route = settled(parseRoute(path), order);
  const isAway = start.status === "ready" && route.path !== path;
  useEffect(() => {
    if (isAway) navigate(route.path, { replace: true });
  }, [isAway, navigate, route.path]);

  switch (start.status) {
    case "loading":
      return <EmptyNote title={messages.app.name} text={messages.app.loading} />;
    case "failed":
      return (
        <EmptyNote
          title={FAILURE_SENTENCES[start.failure.code].title}
          text={FAILURE_SENTENCES[start.failure.code].next}
        >
          <Button onClick={() => void startPage(page)}>{messages.app.retry}</Button>
        </EmptyNote>
      );
    case "ready":
      if (route.screen === "mailbox") {
        return <MailboxScreen key={route.mailboxId} mailboxId={route.mailboxId} uid={route.uid} />;
      }
      return (
        <SignInScreen
          servers={start.servers}
          ended={ended}
          backHref={order[0] === undefined ? undefined : `#${mailboxPath(order[0])}`}
          onOpened={(mailbox) => {
            navigate(mailboxPath(mailbox.id));
          }}
        />
      );
  }
}

type Settled =
  | (Extract<Route, { readonly screen: "mailbox" }> & { readonly path: string })
  | { readonly screen: "sign-in"; readonly path: string };

/** Where an address leads: to its mailbox while that is open, else to the first one, else to signing in. */
function settled(route: Route, order: readonly string[]): Settled {
  if (route.screen === "sign-in") return { screen: "sign-in", path: SIGN_IN_PATH };
  if (route.screen === "mailbox" && order.includes(route.mailboxId)) {
    return { ...route, path: mailboxPath(route.mailboxId, route.uid) };
  }
  const mailboxId = order[0];
  if (mailboxId === undefined) return { screen: "sign-in", path: SIGN_IN_PATH };
  return { screen: "mailbox", mailboxId, uid: undefined, path: mailboxPath(mailboxId) };
}
