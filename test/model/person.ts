import type { CommitReport, Mailbox, Marks } from "@popgate/shared/api/mailbox";
import type { Answer, InjectedBrowser } from "./injected-browser.ts";

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  /** Through the preset of that port; else in the clear. */
  readonly isSecure: boolean;
}

/** A commit that somebody asked for, and what came of it. */
export interface CommitAnswer {
  readonly asked: readonly string[];
  readonly status: number;
  readonly report: CommitReport | undefined;
}

/**
 * Somebody at a page, who clicks although things break, and remembers what may be said of their marks:
 * everything on the page was asked for, and what was confirmed is still there.
 */
export class Person {
  readonly #browser: InjectedBrowser;
  /** Asked for at some time, and not surely taken back since. */
  readonly asked = new Set<string>();
  /** Confirmed, and nothing was tried since that takes it back. */
  readonly confirmed = new Set<string>();
  #id = "";

  constructor(browser: InjectedBrowser) {
    this.#browser = browser;
  }

  get #path(): string {
    return `/mailboxes/${this.#id}`;
  }

  /** Signs in; a line that breaks meanwhile is tried again. */
  async signIn({ user, password, port, isSecure }: Login): Promise<Mailbox> {
    const server = { host: "127.0.0.1", port, security: "none" };
    const body = { user, password, mechanism: "USER", ...(isSecure ? { preset: String(port) } : { server }) };
    for (let tries = 1; ; tries += 1) {
      const { status, body: mailbox } = await this.#browser.call<Mailbox>("POST", "/mailboxes", body);
      if (status !== 201 && tries < 3) continue;
      if (status !== 201) throw new Error(`sign-in: ${status} ${JSON.stringify(mailbox)}`);
      this.#id = mailbox.id;
      return mailbox;
    }
  }

  /** Until the headers are read, so that no background reading mixes with what follows. */
  async readHeaders(): Promise<void> {
    for (;;) {
      const { state, loaded, messages } = await this.mailbox();
      if (state !== "transaction" || loaded >= messages) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async mailbox(): Promise<Mailbox> {
    const { status, body } = await this.#browser.call<Mailbox>("GET", this.#path);
    if (status !== 200) throw new Error(`mailbox: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async mark(...uids: string[]): Promise<Answer<Marks>> {
    for (const uid of uids) this.asked.add(uid);
    const answer = await this.#browser.call<Marks>("POST", `${this.#path}/marks`, { add: uids });
    if (answer.status === 200) for (const uid of uids) this.confirmed.add(uid);
    return answer;
  }

  async unmark(...uids: string[]): Promise<Answer<Marks>> {
    for (const uid of uids) this.confirmed.delete(uid);
    const answer = await this.#browser.call<Marks>("POST", `${this.#path}/marks`, { remove: uids });
    if (answer.status === 200) for (const uid of uids) this.asked.delete(uid);
    return answer;
  }

  open(uid: string): Promise<Answer<{ readonly subject: string }>> {
    return this.#browser.call("GET", `${this.#path}/messages/${uid}`);
  }

  /** Commits the marks that the page shows. */
  async commit(): Promise<CommitAnswer> {
    const asked = (await this.mailbox()).marks.uids;
    const { status, body } = await this.#browser.call<CommitReport>("POST", `${this.#path}/commit`, {
      uids: asked,
    });
    if (status !== 200) return { asked, status, report: undefined };
    for (const uid of body.removed) this.asked.delete(uid);
    for (const uid of [...body.removed, ...body.unknown]) this.confirmed.delete(uid);
    return { asked, status, report: body };
  }

  refresh(): Promise<Answer<unknown>> {
    return this.#browser.call("POST", `${this.#path}/refresh`);
  }

  async signOut(): Promise<void> {
    await this.#browser.call("DELETE", this.#path);
  }
}
