import { ClientEvent, RENEWED_CLOSE_CODE } from "@popgate/shared/api/events";
import type { Keeping } from "@popgate/shared/api/keeping";
import type { BrowserSession } from "../security/browser-session.ts";
import type { CredentialVault } from "../security/credential-vault.ts";
import type { MailSession } from "../sessions/mail-session.ts";
import type { SessionManager } from "../sessions/ownership/session-manager.ts";
import type { PageLine } from "./page-line.ts";
import { PageWriter, writeChecked, type EventWriter } from "./page-writer.ts";

/** Tabs of one browser. */
export const MAX_PAGES = 16;
/** Scrolling tells the rows on screen some times a second; what comes faster is left out. */
const MAX_EVENTS_PER_SECOND = 50;

/** RFC 6455 §7.4.1. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** What a page tells; undefined for what is no event of ours. */
export type Hear = (event: ClientEvent | undefined) => void;

/** A browser opens more tabs than the gateway serves. */
class TooManyPagesError extends Error {
  override readonly name = "TooManyPagesError";
  readonly code = "too-many-requests";
}

/** A mailbox that one page follows. */
interface Following {
  attend(isAttending: boolean): void;
  stop(): void;
}

/** One open page. */
interface Visitor {
  readonly page: PageWriter;
  readonly followed: Map<string, Following>;
  /** Whether somebody looks at it. */
  isAttending: boolean;
}

/** A page and what has it follow the mailboxes that there are now. */
interface OpenPage {
  readonly page: PageWriter;
  readonly follow: () => void;
}

export interface EventHubOptions {
  readonly sessions: SessionManager;
  readonly vault: CredentialVault;
  /** What the gateway keeps beyond this process, as it is now. */
  readonly keeping: () => Keeping;
  /** Whether events are parsed by their contract before they leave. */
  readonly checksContracts: boolean;
  /** An event could not be sent. */
  readonly onError: (error: unknown) => void;
}

/** All open pages, by the browser session that they belong to. */
export class EventHub {
  readonly #sessions: SessionManager;
  readonly #vault: CredentialVault;
  readonly #keeping: () => Keeping;
  /** A screen of rows is written in a tenth of a millisecond and parsed in half of one, for each page. */
  readonly #write: EventWriter;
  readonly #onError: (error: unknown) => void;
  readonly #pages = new Map<string, Map<PageLine, OpenPage>>();

  constructor({ sessions, vault, keeping, checksContracts, onError }: EventHubOptions) {
    this.#sessions = sessions;
    this.#vault = vault;
    this.#keeping = keeping;
    this.#write = checksContracts ? writeChecked : JSON.stringify;
    this.#onError = onError;
    // Opened in one tab, followed in all; a closed one has told so itself.
    sessions.onChange((ownerId) => {
      for (const { follow } of this.#pages.get(ownerId)?.values() ?? []) follow();
    });
    sessions.onMove((ownerId) => this.#close(ownerId, GOING_AWAY, "go on at the other gateway"));
  }

  /** Browser sessions with a page open. */
  get present(): string[] {
    return [...this.#pages.keys()];
  }

  /** @throws TooManyPagesError */
  requireRoom(ownerId: string): void {
    const open = this.#pages.get(ownerId)?.size ?? 0;
    if (open >= MAX_PAGES) throw new TooManyPagesError("too many pages of one browser");
  }

  /** Serves one page until its line closes. @returns what hears the page */
  join(owner: BrowserSession, line: PageLine): Hear {
    const page = new PageWriter(line, this.#write, this.#onError);
    const visitor: Visitor = { page, followed: new Map(), isAttending: true };
    const release = this.#vault.hold(owner);
    const follow = () => this.#follow(owner.id, visitor);
    const pages = this.#pages.get(owner.id) ?? new Map<PageLine, OpenPage>();
    this.#pages.set(owner.id, pages.set(line, { page, follow }));
    line.onClose(() => {
      for (const following of visitor.followed.values()) following.stop();
      release();
      pages.delete(line);
      if (pages.size === 0) this.#pages.delete(owner.id);
    });
    page.tell({ type: "keeping", keeping: this.#keeping() });
    follow();
    return this.#listener(owner.id, visitor, line);
  }

  /** What the gateway keeps beyond this process is not what it was: every page is told. */
  keepingChanged(): void {
    const keeping = this.#keeping();
    for (const pages of this.#pages.values()) {
      for (const { page } of pages.values()) page.tell({ type: "keeping", keeping });
    }
  }

  /** The browser session has ended: its pages have nothing to show. */
  closeOwner(ownerId: string): void {
    this.#close(ownerId, POLICY_VIOLATION, "signed out");
  }

  /** Another cookie proves the browser session now: whoever has it comes back, and nobody else. */
  closeRenewed(ownerId: string): void {
    this.#close(ownerId, RENEWED_CLOSE_CODE, "go on with the new cookie");
  }

  /** The gateway stops: pages come back to the next one. */
  shutdown(): void {
    for (const ownerId of this.#pages.keys()) this.#close(ownerId, GOING_AWAY, "the gateway stops");
  }

  #close(ownerId: string, code: number, why: string): void {
    for (const line of this.#pages.get(ownerId)?.keys() ?? []) line.close(code, why);
  }

  #follow(ownerId: string, { page, followed, isAttending }: Visitor): void {
    const present = this.#sessions.of(ownerId);
    for (const mailbox of present) {
      if (followed.has(mailbox.id)) continue;
      const following = followMailbox(mailbox, page);
      following.attend(isAttending);
      followed.set(mailbox.id, following);
    }
    for (const [id, following] of followed) {
      if (present.some((mailbox) => mailbox.id === id)) continue;
      following.stop();
      followed.delete(id);
    }
  }

  #listener(ownerId: string, visitor: Visitor, line: PageLine): Hear {
    let second = 0;
    let events = 0;
    return (event) => {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) [second, events] = [now, 0];
      events += 1;
      if (events > MAX_EVENTS_PER_SECOND) return;
      if (event === undefined) line.close(POLICY_VIOLATION, "not an event of this gateway");
      else this.#hear(ownerId, visitor, event);
    };
  }

  #hear(ownerId: string, visitor: Visitor, event: ClientEvent): void {
    if (event.type === "attention") {
      visitor.isAttending = event.on;
      for (const following of visitor.followed.values()) following.attend(event.on);
      return;
    }
    const mailbox = this.#sessions.find(ownerId, event.mailboxId);
    // Signed out in another tab meanwhile.
    if (mailbox === undefined) return;
    if (event.type === "viewport") mailbox.look(event.uids);
    else visitor.page.wantTranscript(mailbox.id, event.on);
  }
}

/** The whole truth first, then what changes. */
function followMailbox(mailbox: MailSession, page: PageWriter): Following {
  const unsubscribe = mailbox.subscribe((event) => page.tell(event));
  let leave: (() => void) | undefined;
  page.tell({ type: "mailbox", mailbox: mailbox.mailbox() });
  return {
    attend(isAttending) {
      if (isAttending) {
        leave ??= mailbox.attend();
        return;
      }
      leave?.();
      leave = undefined;
    },
    stop() {
      unsubscribe();
      leave?.();
    },
  };
}
