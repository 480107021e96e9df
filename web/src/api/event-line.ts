import type { ClientEvent, ServerEvent } from "@popgate/shared/api/events";
import type { Call } from "./call.ts";
import { openPolling } from "./event-polling.ts";
import { openSocket } from "./event-socket.ts";
import type { EventWay } from "./event-way.ts";

/** `polling`: something on the way lets no WebSocket through, so the gateway is asked instead. */
export type EventWayKind = "socket" | "polling";

interface Listeners {
  readonly onEvent: (event: ServerEvent) => void;
  /** `isAgain` after a lost line: events may have been missed. */
  readonly onOpen: (kind: EventWayKind, isAgain: boolean) => void;
  /** The line is opened again after `retryAfterMs`. */
  readonly onLost: (retryAfterMs: number) => void;
}

/** The reply that brings the new cookie is on its way: nothing is lost, and nobody is told. */
const RENEWED_WAIT_MS = 100;
/** First wait after a lost line; it doubles up to the longest. */
const FIRST_WAIT_MS = 500;
/** A laptop that wakes up should not wait longer than this. */
const LONGEST_WAIT_MS = 15_000;
/** Networks change seldom while a page is open, and each try shows in the browser's console. */
const SOCKET_AGAIN_MS = 120_000;

/** Holds one line to the gateway open, a WebSocket where one comes through, and opens it again whenever it is lost. */
export class EventLine {
  readonly #base: string;
  readonly #call: Call;
  readonly #listeners: Listeners;
  #way: EventWay | undefined;
  /** A WebSocket that is tried beside the polling. */
  #trial: EventWay | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = FIRST_WAIT_MS;
  #wasOpen = false;

  constructor(base: string, call: Call, listeners: Listeners) {
    this.#base = base;
    this.#call = call;
    this.#listeners = listeners;
    addEventListener("online", this.hurry);
    // The browser knows of a network that is gone long before a silent line would tell.
    addEventListener("offline", this.#lost);
    this.#connect();
  }

  /** Sent now, or dropped while the line is down: `onOpen` tells everything again. */
  send(event: ClientEvent): void {
    this.#way?.send(event);
  }

  /** Opens a lost line now instead of when its wait is over. */
  readonly hurry = (): void => {
    if (this.#timer === undefined || this.#way !== undefined) return;
    this.#leave();
    this.#connect();
  };

  close(): void {
    this.#leave();
    removeEventListener("online", this.hurry);
    removeEventListener("offline", this.#lost);
  }

  #connect(): void {
    let isOpen = false;
    this.#way = openSocket(this.#base, {
      onOpen: () => {
        isOpen = true;
        this.#opened("socket");
      },
      onEvent: this.#listeners.onEvent,
      onEnd: (why) => {
        if (why === "renewed") this.#renewed(() => this.#connect());
        else if (isOpen) this.#lost();
        // Refused, or cut off on the way, or the gateway is away: asking tells which.
        else this.#connectPolling();
      },
    });
  }

  #connectPolling(): void {
    this.#way = openPolling(this.#call, {
      onOpen: () => {
        this.#opened("polling");
        this.#later(SOCKET_AGAIN_MS, () => this.#trySocket());
      },
      onEvent: this.#listeners.onEvent,
      onEnd: (why) => {
        if (why === "renewed") this.#renewed(() => this.#connectPolling());
        else this.#lost();
      },
    });
  }

  #trySocket(): void {
    this.#trial = openSocket(this.#base, {
      onOpen: () => {
        this.#leave();
        this.#connect();
      },
      onEvent: () => undefined,
      onEnd: () => this.#later(SOCKET_AGAIN_MS, () => this.#trySocket()),
    });
  }

  #opened(kind: EventWayKind): void {
    this.#waitMs = FIRST_WAIT_MS;
    this.#listeners.onOpen(kind, this.#wasOpen);
    this.#wasOpen = true;
  }

  #renewed(connect: () => void): void {
    this.#leave();
    this.#later(RENEWED_WAIT_MS, connect);
  }

  readonly #lost = (): void => {
    this.#leave();
    // Half of the wait is random: many pages must not come back in the same moment.
    const retryAfterMs = this.#waitMs / 2 + (Math.random() * this.#waitMs) / 2;
    this.#later(retryAfterMs, () => this.#connect());
    this.#listeners.onLost(retryAfterMs);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  };

  #later(afterMs: number, connect: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      connect();
    }, afterMs);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#way?.close();
    this.#trial?.close();
    this.#way = undefined;
    this.#trial = undefined;
  }
}
