import { WebSocket } from "ws";
import { ServerEvent } from "@popgate/shared/api/events";

export interface ApiReply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A browser without a page: keeps the cookie, says where it comes from, parses JSON. */
export class ApiClient {
  readonly #base: string;
  #cookie = "";

  /** @param url the gateway's page, without a trailing slash */
  constructor(url: string) {
    this.#base = `${url}/api/v1`;
  }

  get cookie(): string {
    return this.#cookie;
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

  async fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        origin: new URL(this.#base).origin,
        ...(this.#cookie === "" ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(";")[0] ?? "";
    return response;
  }

  /** Listens to events; every one is checked against the contract. */
  async events(): Promise<EventLog> {
    const socket = new WebSocket(`${this.#base.replace(/^http/, "ws")}/events`, {
      headers: { cookie: this.#cookie, origin: new URL(this.#base).origin },
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

  constructor(socket: WebSocket) {
    this.#socket = socket;
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

  close(): void {
    this.#socket.close();
  }
}
