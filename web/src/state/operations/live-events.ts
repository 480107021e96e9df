import { listMailboxes } from "@popgate/shared/api/mailbox";
import { EventLine } from "../../api/event-line.ts";
import { asFailure } from "../../api/api-failure.ts";
import { viewOf, type Page } from "../page.ts";
import { reopenFailed } from "./read-message.ts";
import { readTranscript } from "./watch-transcript.ts";
import { reportFailure } from "./report-failure.ts";

/** Keeps the line to the gateway open as long as a mailbox is. Call once. */
export function followEvents(page: Page): void {
  let line: EventLine | undefined;
  const settle = (): void => {
    const isWanted = page.store.state().order.length > 0;
    if (isWanted && !line) {
      // Held before anything is dispatched: that calls `settle` again, which would open a second one.
      line = connect(page);
      page.store.dispatch({ type: "live", live: { status: "connecting" } });
    }
    if (!isWanted && line) {
      line.close();
      line = undefined;
      page.store.dispatch({ type: "live", live: { status: "idle" } });
    }
  };
  page.wire.send = (event) => line?.send(event);
  page.wire.hurry = () => line?.hurry();
  page.store.subscribe(settle);
  settle();
}

function connect(page: Page): EventLine {
  return new EventLine(page.base, page.call, {
    onEvent: (event) => {
      page.store.dispatch({ type: "event", event });
      if (event.type === "resync") void resync(page);
    },
    onOpen: (kind, isAgain) => {
      page.store.dispatch({ type: "live", live: { status: "open", isPolling: kind === "polling" } });
      const { viewport, transcript, attention } = page.wants;
      // A new line begins with somebody there.
      if (!attention) page.wire.send({ type: "attention", on: false });
      if (viewport) page.wire.send(viewport);
      if (transcript !== undefined) page.wire.send({ type: "transcript", mailboxId: transcript, on: true });
      if (!isAgain) return;
      void resync(page);
      reopenFailed(page);
    },
    onLost: (retryAfterMs) => {
      page.store.dispatch({ type: "live", live: { status: "lost", retryAfterMs } });
      void endIfForgotten(page);
    },
  });
}

/**
 * A gateway that was started anew refuses the socket for ever: what is on screen is then no session's
 * state any more. One that is away says nothing, and the socket tries again.
 */
async function endIfForgotten(page: Page): Promise<void> {
  try {
    const { items } = await page.call(listMailboxes, {});
    if (items.length === 0) page.store.dispatch({ type: "session-ended", why: "restarted" });
  } catch (error) {
    // Unreachable: the banner about the lost line says so already.
    if (asFailure(error).code !== "offline") reportFailure(page, error);
  }
}

/** Events were missed: the mailboxes, the rows on screen and the transcript are read again. */
async function resync(page: Page): Promise<void> {
  try {
    const { items } = await page.call(listMailboxes, {});
    page.store.dispatch({ type: "resynced", mailboxes: items });
    for (const { id } of items) {
      const view = viewOf(page, id);
      if (view) page.store.dispatch({ type: "query", mailboxId: id, query: view.list.query });
    }
    if (page.wants.transcript !== undefined) await readTranscript(page, page.wants.transcript);
  } catch (error) {
    reportFailure(page, error);
  }
}
