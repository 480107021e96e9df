import type { ClientEvent } from "@popgate/shared/api/events";
import { ApiFailure } from "../api/api-failure.ts";
import { createCall, type Call } from "../api/call.ts";
import type { MailboxView } from "./page-state.ts";
import { createStore, type Store } from "./store.ts";

/** What an operation works with: the state, the gateway's calls, the event socket. */
export interface Page {
  /** Where the page is served, with a slash at its end. */
  readonly base: string;
  readonly store: Store;
  readonly call: Call;
  /** Tells the gateway; live-events.ts puts the socket in. */
  readonly wire: { send: (event: ClientEvent) => void; hurry: () => void };
  readonly wants: Wants;
}

/** What must be told to the gateway again after the socket was lost. */
interface Wants {
  viewport: Extract<ClientEvent, { type: "viewport" }> | undefined;
  /** The mailbox whose transcript is on screen. */
  transcript: string | undefined;
  /** Whether somebody is at the page (operations/attention.ts). */
  attention: boolean;
}

export function createPage(base: string, fetch?: typeof globalThis.fetch): Page {
  const store = createStore();
  const plainCall = createCall(base, fetch);
  const call: Call = async (contract, input, options) => {
    try {
      return await plainCall(contract, input, options);
    } catch (error) {
      // The cookie is gone or the gateway was started anew: every mailbox of this page is, too.
      if (error instanceof ApiFailure && error.failure.code === "no-session") {
        // A sign-in does not end by itself while its line is lost: a restart is what both have in common.
        const why = store.state().live.status === "lost" ? "restarted" : "expired";
        store.dispatch({ type: "session-ended", why });
      }
      throw error;
    }
  };
  return {
    base,
    store,
    call,
    wire: { send: () => undefined, hurry: () => undefined },
    wants: { viewport: undefined, transcript: undefined, attention: true },
  };
}

/** What the page knows of a mailbox at this moment; undefined once it is signed out. */
export function viewOf({ store }: Page, mailboxId: string): MailboxView | undefined {
  return store.state().mailboxes.get(mailboxId);
}
