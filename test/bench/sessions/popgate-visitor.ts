import { once } from "node:events";
import type { ServerEvent } from "@popgate/shared/api/events";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import { WebSocket } from "ws";
import { ApiClient } from "../../support/gateway/api-client.ts";
import { PRESET } from "./gateway-for.ts";
import { FIRST_ROWS, type Visitor } from "./webmail.ts";

/** Far more than anything here takes on a busy machine. */
const DEADLINE_MS = 120_000;

/** The requests and events of the page, without the page. */
export class PopgateVisitor implements Visitor {
  readonly #url: string;
  readonly #api: ApiClient;
  readonly #user: string;
  #path = "";
  #socket: WebSocket | undefined;
  /** Of the first page, in its order. */
  #uids: readonly string[] = [];
  /** Whose header an event told. */
  readonly #told = new Set<string>();
  /** Headers that the gateway says it has read. */
  #loaded = 0;
  #changed: (() => void)[] = [];

  private constructor(url: string, user: string, address: string) {
    this.#url = url;
    this.#api = new ApiClient(url, { "x-forwarded-for": address });
    this.#user = user;
  }

  /**
   * Opens the sign-in form.
   *
   * @param address where the proxy in front says the visitor comes from; sign-ins at once are limited by it
   */
  static async arrive(url: string, user: string, address = "10.1.0.1"): Promise<PopgateVisitor> {
    const visitor = new PopgateVisitor(url, user, address);
    await visitor.#api.ask("GET", "/servers");
    return visitor;
  }

  async firstRows(): Promise<void> {
    const login = { preset: PRESET, user: this.#user, password: this.#user };
    const { id } = await this.#api.ask<Mailbox>("POST", "/mailboxes", login);
    this.#path = `/mailboxes/${id}`;
    const listening = this.#listen();
    let isFilled = await this.#readPage();
    const socket = await listening;
    if (isFilled) return;
    socket.send(JSON.stringify({ type: "viewport", mailboxId: id, uids: this.#uids }));
    // What was read after that reply and before the socket was open came as no event.
    isFilled = await this.#readPage();
    if (!isFilled) await this.#until(() => this.#uids.every((uid) => this.#told.has(uid)));
  }

  /** Until the headers of so many messages have been read. */
  async untilSwept(messages: number): Promise<void> {
    await this.#readPage();
    await this.#until(() => this.#loaded >= messages);
  }

  /** Opens the message of a row of the first page. */
  open(row: number): Promise<Message> {
    const uid = encodeURIComponent(this.#uids[row] ?? "");
    return this.#api.ask<Message>("GET", `${this.#path}/messages/${uid}`);
  }

  async signOut(): Promise<void> {
    this.#socket?.close();
    await this.#api.ask("DELETE", this.#path);
  }

  /** @returns whether its rows have their headers */
  async #readPage(): Promise<boolean> {
    const { items, loaded } = await this.#api.ask<RowPage>(
      "GET",
      `${this.#path}/messages?limit=${FIRST_ROWS}`,
    );
    if (items.length < FIRST_ROWS) throw new Error(`the first page has ${items.length} rows`);
    this.#uids = items.map(({ uid }) => uid);
    this.#loaded = Math.max(this.#loaded, loaded);
    for (const row of items) if (row.loaded) this.#told.add(row.uid);
    return items.every((row) => row.loaded);
  }

  async #listen(): Promise<WebSocket> {
    const socket = new WebSocket(`${this.#url.replace(/^http/, "ws")}/api/v1/events`, {
      headers: { cookie: this.#api.cookie, origin: this.#url },
    });
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      // The gateway's own event; the time that a check against the contract takes is nobody's who reads mail.
      const event = JSON.parse(data.toString()) as ServerEvent;
      if (event.type !== "rows") return;
      this.#loaded = Math.max(this.#loaded, event.loaded);
      for (const row of event.rows) if (row.loaded) this.#told.add(row.uid);
      for (const look of this.#changed.splice(0)) look();
    });
    await once(socket, "open");
    return socket;
  }

  async #until(isTrue: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    while (!isTrue()) {
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("the rows did not come")), { once: true });
        this.#changed.push(resolve);
      });
    }
  }
}
