import { WebSocket } from "ws";
import { ServerEvent } from "@popgate/shared/api/events";

export interface ApiReply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A browser without a page: keeps its cookies, says where it comes from, parses JSON. */
export class ApiClient {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, string>();

  /**
   * @param url the gateway's page, with or without a trailing slash
   * @param headers sent with every request, as a proxy on the way might add them
   */
  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = `${url.replace(/\/$/, "")}/api/v1`;
    this.#headers = headers;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The body is what the caller says it is; a test that is wrong about that fails on it. */
  async call<Body = unknown>(method: string, path: string, body?: unknown): Promise<ApiReply<Body>> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  /** The body of a reply that succeeds. */
  async ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const reply = await this.call<Body>(method, path, body);
    if (reply.status >= 300)
      throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        origin: new URL(this.#base).origin,
        ...this.#headers,
        ...(this.#cookies.size === 0 ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  }

  /** Listens to events; every one is checked against the contract. */
  async events(): Promise<EventLog> {
    const socket = new WebSocket(`${this.#base.replace(/^http/, "ws")}/events`, {
      headers: { ...this.#headers, cookie: this.cookie, origin: new URL(this.#base).origin },
    });
    const log = new EventLog(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return log;
  }
}

type EventOf<Type extends ServerEvent["type"]> = Extract<ServerEvent, { type: Type }>;

/** The events of one socket, in order. */
export class EventLog {
  readonly #socket: WebSocket;
  readonly all: ServerEvent[] = [];
  readonly #waiting = new Set<() => void>();
  /** The code that it was closed with. */
  readonly closeCode: Promise<number>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closeCode = new Promise((resolve) => socket.once("close", (code: number) => resolve(code)));
    socket.on("message", (data: Buffer) => {
      this.all.push(ServerEvent.parse(JSON.parse(data.toString("utf8"))));
      for (const wake of this.#waiting) wake();
    });
  }

  /** The first event, past or to come, that passes. */
  first<Type extends ServerEvent["type"]>(
    type: Type,
    passes: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    return new Promise((resolve) => {
      const look = () => {
        for (const event of this.all) {
          // The tag tells the member; the compiler cannot follow it through Type.
          const candidate = event as EventOf<Type>;
          if (event.type !== type || !passes(candidate)) continue;
          this.#waiting.delete(look);
          return resolve(candidate);
        }
      };
      this.#waiting.add(look);
      look();
    });
  }

  send(event: unknown): void {
    this.#socket.send(JSON.stringify(event));
  }

  /** Ends when the gateway, or the line, has closed it. */
  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.readyState === WebSocket.CLOSED) resolve();
      else this.#socket.once("close", () => resolve());
    });
  }

  close(): void {
    this.#socket.close();
  }
}
