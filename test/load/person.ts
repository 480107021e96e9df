import { setTimeout as delay } from "node:timers/promises";
import { ServerEvent } from "@popgate/shared/api/events";
import type { CommitReport, Mailbox, Marks } from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import { WebSocket } from "ws";
import type { Latencies } from "./latencies.ts";

/** A person reads for some seconds between two actions. */
const THINKS_MS = { least: 2_000, most: 8_000 };
const PAGE_OF_ROWS = 50;

/** One reader in one browser: signs in, keeps a page open, and does what readers do. */
export class Person {
  readonly #nth: number;
  readonly #gateway: URL;
  readonly #latencies: Latencies;
  readonly #cookies = new Map<string, string>();
  #mailbox: Mailbox | undefined;
  #socket: WebSocket | undefined;
  #uids: readonly string[] = [];
  /** Messages that a report called removed. */
  removed = 0;

  constructor(nth: number, gateway: URL, latencies: Latencies) {
    this.#nth = nth;
    this.#gateway = gateway;
    this.#latencies = latencies;
  }

  async signIn(preset: string): Promise<void> {
    const user = `person-${this.#nth}`;
    await this.#call("GET", "/servers");
    const body = { preset, user, password: user };
    this.#mailbox = await this.#latencies.time("sign in", () =>
      this.#call<Mailbox>("POST", "/mailboxes", body),
    );
    await this.#openPage();
    await this.#list();
  }

  /** Until the given moment of `performance.now()`. */
  async readUntil(endsAt: number): Promise<void> {
    // Not all at once, though all have signed in.
    await delay(Math.random() * THINKS_MS.most);
    while (performance.now() < endsAt) {
      await this.#act(Math.random());
      await delay(THINKS_MS.least + Math.random() * (THINKS_MS.most - THINKS_MS.least));
    }
  }

  async signOut(): Promise<void> {
    this.#socket?.close();
    await this.#latencies.time("sign out", () => this.#call("DELETE", this.#path("")));
  }

  async #act(dice: number): Promise<void> {
    if (dice < 0.35) await this.#list();
    else if (dice < 0.65) await this.#open();
    else if (dice < 0.85) await this.#mark();
    else if (dice < 0.93) await this.#reset();
    else if (dice < 0.97) await this.#search();
    else if (dice < 0.99) await this.#refresh();
    else await this.#commit();
  }

  async #list(): Promise<void> {
    const offset = Math.floor((Math.random() * this.#messages) / PAGE_OF_ROWS) * PAGE_OF_ROWS;
    const page = await this.#latencies.time("list", () =>
      this.#call<RowPage>("GET", this.#path(`/messages?offset=${offset}&limit=${PAGE_OF_ROWS}`)),
    );
    this.#uids = page.items.map(({ uid }) => uid);
    this.#socket?.send(JSON.stringify({ type: "viewport", mailboxId: this.#id, uids: this.#uids }));
  }

  async #search(): Promise<void> {
    await this.#latencies.time("search", () =>
      this.#call("GET", this.#path("/messages?q=message+7&limit=50")),
    );
  }

  async #open(): Promise<void> {
    const uid = this.#someUid();
    if (uid === undefined) return;
    await this.#latencies.time("open", () => this.#call<Message>("GET", this.#path(`/messages/${uid}`)));
    await this.#latencies.time("read", () =>
      this.#call("PATCH", this.#path(`/messages/${uid}`), { seen: true }),
    );
  }

  async #mark(): Promise<void> {
    const uid = this.#someUid();
    if (uid === undefined) return;
    await this.#latencies.time("mark", () => this.#call<Marks>("PUT", this.#path(`/messages/${uid}/mark`)));
  }

  async #reset(): Promise<void> {
    await this.#latencies.time("reset", () => this.#call<Marks>("POST", this.#path("/reset")));
  }

  async #refresh(): Promise<void> {
    await this.#latencies.time("refresh", () => this.#call("POST", this.#path("/refresh")));
    await this.#list();
  }

  async #commit(): Promise<void> {
    const { marks } = await this.#call<Mailbox>("GET", this.#path(""));
    if (marks.uids.length === 0) return;
    const report = await this.#latencies.time("commit", () =>
      this.#call<CommitReport>("POST", this.#path("/commit"), { uids: marks.uids }),
    );
    if (report.unknown.length > 0 || report.remaining.length > 0) {
      throw new Error(`a commit left ${report.remaining.length}, and ${report.unknown.length} unknown`);
    }
    this.removed += report.removed.length;
    await this.#list();
  }

  #someUid(): string | undefined {
    return this.#uids[Math.floor(Math.random() * this.#uids.length)];
  }

  get #id(): string {
    return this.#mailbox?.id ?? "";
  }

  get #messages(): number {
    return this.#mailbox?.messages ?? 0;
  }

  #path(rest: string): string {
    return `/mailboxes/${this.#id}${rest}`;
  }

  async #openPage(): Promise<void> {
    const url = new URL("api/v1/events", this.#gateway);
    url.protocol = "ws:";
    const socket = new WebSocket(url, { headers: this.#headers() });
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    // A page reads what it is told; what it is told is the product's own schema.
    socket.on("message", (data: Buffer) => {
      const event = ServerEvent.parse(JSON.parse(data.toString()));
      if (event.type === "mailbox") this.#mailbox = event.mailbox;
    });
  }

  async #call<Value>(method: string, path: string, body?: unknown): Promise<Value> {
    const response = await fetch(new URL(`api/v1${path}`, this.#gateway), {
      method,
      headers: { ...this.#headers(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    // The contract says what a path answers with; the caller names it.
    return (text === "" ? undefined : JSON.parse(text)) as Value;
  }

  /** Each person has an address of its own, told by the proxy in front: the gateway counts by address. */
  #headers(): Record<string, string> {
    return {
      origin: this.#gateway.origin,
      "x-forwarded-for": `10.1.${this.#nth >> 8}.${this.#nth & 255}`,
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
  }
}
