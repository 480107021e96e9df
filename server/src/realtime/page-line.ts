/** The line to one page: a WebSocket, or requests that ask for events again and again. */
export interface PageLine {
  readonly isOpen: boolean;
  /** What the page has not taken yet. */
  readonly bufferedOctets: number;
  /** One event, as JSON. */
  send(text: string): void;
  /** @param code as of a WebSocket (RFC 6455 §7.4) */
  close(code: number, why: string): void;
  /** Ends it without waiting for the page. */
  terminate(): void;
  /** Called once, when it has ended, whoever ended it. */
  onClose(listener: () => void): void;
}
