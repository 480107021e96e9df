import { setTimeout as delay } from "node:timers/promises";
import type { CommitReport, Mailbox, Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import type { Message, RowPage } from "@popgate/shared/api/message";
import { ApiClient, type EventLog } from "../support/gateway/api-client.ts";
import type { Latencies } from "./latencies.ts";

/** A person reads for some seconds between two actions. */
const THINKS_MS = { least: 2_000, most: 8_000 };
const PAGE_OF_ROWS = 50;

/** One reader in one browser: signs in, keeps a page open, and does what readers do. */
export class Person {
  readonly #nth: number;
  readonly #browser: ApiClient;
  readonly #latencies: Latencies;
  #mailbox: Mailbox | undefined;
  #page: EventLog | undefined;
  #uids: readonly string[] = [];
  /** Messages that a report called removed. */
  removed = 0;
  /** What went wrong, in words. */
  readonly errors: string[] = [];

  constructor(nth: number, gateway: string, latencies: Latencies) {
    this.#nth = nth;
    // Each person has an address of its own, told by the proxy in front: the gateway counts by address.
    this.#browser = new ApiClient(gateway, { "x-forwarded-for": `10.1.${nth >> 8}.${nth & 255}` });
    this.#latencies = latencies;
  }

  async signIn(preset: string): Promise<void> {
    const user = `person-${this.#nth}`;
    await this.#ask("GET", "/servers");
    const body = { preset, user, password: user };
    this.#mailbox = await this.#latencies.time("sign in", () =>
      this.#ask<Mailbox>("POST", "/mailboxes", body),
    );
    this.#page = await this.#browser.events();
    await this.#list();
  }

  /** Until the given moment of `performance.now()`. */
  async readUntil(endsAt: number): Promise<void> {
    // Not all at once, though all have signed in.
    await delay(Math.random() * THINKS_MS.most);
    while (performance.now() < endsAt) {
      await this.#act(Math.random()).catch((error: unknown) => this.errors.push(String(error)));
      await delay(THINKS_MS.least + Math.random() * (THINKS_MS.most - THINKS_MS.least));
    }
  }

  async signOut(): Promise<void> {
    this.#page?.close();
    await this.#latencies.time("sign out", () => this.#ask("DELETE", this.#path("")));
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
      this.#ask<RowPage>("GET", this.#path(`/messages?offset=${offset}&limit=${PAGE_OF_ROWS}`)),
    );
    this.#uids = page.items.map(({ uid }) => uid);
    this.#page?.send({ type: "viewport", mailboxId: this.#id, uids: this.#uids });
  }

  async #search(): Promise<void> {
    await this.#latencies.time("search", () =>
      this.#ask("GET", this.#path("/messages?q=message+7&limit=50")),
    );
  }

  async #open(): Promise<void> {
    const uid = this.#someUid();
    if (uid === undefined) return;
    await this.#latencies.time("open", () => this.#ask<Message>("GET", this.#path(`/messages/${uid}`)));
    await this.#latencies.time("read", () =>
      this.#ask("PATCH", this.#path(`/messages/${uid}`), { seen: true }),
    );
  }

  async #mark(): Promise<void> {
    const uid = this.#someUid();
    if (uid === undefined) return;
    await this.#latencies.time("mark", () =>
      this.#ask<MarksDelta>("PUT", this.#path(`/messages/${uid}/mark`)),
    );
  }

  async #reset(): Promise<void> {
    await this.#latencies.time("reset", () => this.#ask<MarksDelta>("POST", this.#path("/reset")));
  }

  async #refresh(): Promise<void> {
    await this.#latencies.time("refresh", () => this.#ask("POST", this.#path("/refresh")));
    await this.#list();
  }

  async #commit(): Promise<void> {
    const { uids } = await this.#ask<Marks>("GET", this.#path("/marks"));
    if (uids.length === 0) return;
    const report = await this.#latencies.time("commit", () =>
      this.#ask<CommitReport>("POST", this.#path("/commit"), { uids }),
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

  #ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    return this.#browser.ask<Body>(method, path, body);
  }
}
