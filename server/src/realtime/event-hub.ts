import { ClientEvent, RENEWED_CLOSE_CODE } from "@popgate/shared/api/events";
import type { Keeping } from "@popgate/shared/api/keeping";
import type { WebSocket } from "ws";
import type { BrowserSession } from "../security/browser-session.ts";
import type { CredentialVault } from "../security/credential-vault.ts";
import type { MailSession } from "../sessions/mail-session.ts";
import type { SessionManager } from "../sessions/ownership/session-manager.ts";
import { keepAlive } from "./heartbeat.ts";
import { PageSocket, writeChecked, type EventWriter } from "./page-socket.ts";

/** Tabs of one browser. */
export const MAX_SOCKETS = 16;
/** Scrolling tells the rows on screen some times a second; what comes faster is left out. */
const MAX_EVENTS_PER_SECOND = 50;

/** RFC 6455 §7.4.1. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

/** A mailbox that one page follows. */
interface Following {
  attend(isAttending: boolean): void;
  stop(): void;
}

/** One open page. */
interface Visitor {
  readonly page: PageSocket;
  readonly followed: Map<string, Following>;
  /** Whether somebody looks at it. */
  isAttending: boolean;
}

/** A page and what has it follow the mailboxes that there are now. */
interface OpenPage {
  readonly page: PageSocket;
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
  readonly #pages = new Map<string, Map<WebSocket, OpenPage>>();

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

  hasRoom(ownerId: string): boolean {
    return (this.#pages.get(ownerId)?.size ?? 0) < MAX_SOCKETS;
  }

  /** Serves one page until its socket closes. */
  join(owner: BrowserSession, socket: WebSocket): void {
    const page = new PageSocket(socket, this.#write, this.#onError);
    const visitor: Visitor = { page, followed: new Map(), isAttending: true };
    const release = this.#vault.hold(owner);
    const follow = () => this.#follow(owner.id, visitor);
    const pages = this.#pages.get(owner.id) ?? new Map<WebSocket, OpenPage>();
    this.#pages.set(owner.id, pages.set(socket, { page, follow }));
    socket.once("close", () => {
      for (const following of visitor.followed.values()) following.stop();
      release();
      pages.delete(socket);
      if (pages.size === 0) this.#pages.delete(owner.id);
    });
    // Its close event follows; there is nothing else to do about a broken line.
    socket.on("error", () => {});
    this.#listen(owner.id, visitor, socket);
    keepAlive(socket);
    page.tell({ type: "keeping", keeping: this.#keeping() });
    follow();
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
    for (const socket of this.#pages.get(ownerId)?.keys() ?? []) socket.close(code, why);
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

  #listen(ownerId: string, visitor: Visitor, socket: WebSocket): void {
    let second = 0;
    let events = 0;
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) [second, events] = [now, 0];
      events += 1;
      if (events > MAX_EVENTS_PER_SECOND) return undefined;
      const event = isBinary ? undefined : readEvent(data.toString());
      if (event === undefined) return socket.close(POLICY_VIOLATION, "not an event of this gateway");
      this.#hear(ownerId, visitor, event);
      return undefined;
    });
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
function followMailbox(mailbox: MailSession, page: PageSocket): Following {
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

function readEvent(text: string): ClientEvent | undefined {
  try {
    const result = ClientEvent.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
