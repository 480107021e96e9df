import type { CommitReport, Mailbox, Marks, MarksDelta, RefreshReport } from "@popgate/shared/api/mailbox";
import type { Row, RowPage } from "@popgate/shared/api/message";
import type { Answer, InjectedBrowser } from "./injected-browser.ts";
import { MarksHeard } from "./marks-heard.ts";

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

/** As a page tells it: what a row shows is what the person means. */
export interface ShownRow {
  readonly uid: string;
  /** Empty until the header was read, where it can be read. */
  readonly subject: string;
  readonly isMarked: boolean;
}

/** What a page shows, and which reading of the maildrop it is. */
export interface ShownList {
  readonly rows: readonly ShownRow[];
  /** Undefined before anything was shown. */
  readonly generation: number | undefined;
}

/**
 * Somebody at a page, who clicks although things break, and remembers what may be said of their marks:
 * everything on the page was asked for, and what was confirmed is still there.
 */
export class Person {
  #browser: InjectedBrowser;
  readonly #shows: (row: Row) => string;
  /**
   * Asked for at some time, and not surely taken back since: the subjects that were shown, by unique-id;
   * one is empty where nobody can say what was shown.
   */
  readonly asked = new Map<string, Set<string>>();
  /** Confirmed, and nothing was tried since that takes it back. */
  readonly confirmed = new Set<string>();
  /** Reports that the page heard of, not only those of its own commits. */
  readonly reports: CommitReport[] = [];
  readonly heard = new MarksHeard();
  #shown: ShownList = { rows: [], generation: undefined };
  /** Of an earlier reading: what a page shows that has not heard of the last one. */
  #before: ShownList = { rows: [], generation: undefined };
  #id = "";
  #pages: (() => void)[] = [];
  #isInTwoTabs = false;

  /** @param shows what a row is recognized by */
  constructor(browser: InjectedBrowser, shows: (row: Row) => string = ({ subject }) => subject) {
    this.#browser = browser;
    this.#shows = shows;
  }

  get #path(): string {
    return `/mailboxes/${this.#id}`;
  }

  get isSignedIn(): boolean {
    return this.#id !== "";
  }

  get isLooking(): boolean {
    return this.#pages.length > 0;
  }

  /** What the page shows since it last asked. */
  get shown(): readonly ShownRow[] {
    return this.#shown.rows;
  }

  get present(): ShownList {
    return this.#shown;
  }

  /** What a page shows that has slept over the last reading; nothing where there was no earlier one. */
  get before(): ShownList {
    return this.#before;
  }

  /** @returns whether it worked: a person who was refused may try again */
  async trySignIn({ user, password, port, isSecure }: Login, takeOver = false): Promise<Answer<Mailbox>> {
    const server = { host: "127.0.0.1", port, security: "none" };
    const answer = await this.#browser.call<Mailbox>("POST", "/mailboxes", {
      user,
      password,
      mechanism: "USER",
      takeOver,
      ...(isSecure ? { preset: String(port) } : { server }),
    });
    if (answer.status !== 201) return answer;
    if (answer.body.id !== this.#id) this.#forget();
    this.#id = answer.body.id;
    return answer;
  }

  /** The same over a line that may break once. */
  async signIn(login: Login): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const { status, body } = await this.trySignIn(login);
      if (status === 201) return;
      if (tries === 3) throw new Error(`sign-in: ${status} ${JSON.stringify(body)}`);
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

  /** All of this browser. */
  async mailboxes(): Promise<readonly Mailbox[]> {
    return (await this.#browser.call<{ items: readonly Mailbox[] }>("GET", "/mailboxes")).body.items;
  }

  async mailbox(): Promise<Mailbox> {
    const { status, body } = await this.#browser.call<Mailbox>("GET", this.#path);
    if (status !== 200) throw new Error(`mailbox: ${status} ${JSON.stringify(body)}`);
    this.heard.summary("calls", body.marks);
    return body;
  }

  /** The unique-ids of all that are marked. */
  async marks(): Promise<readonly string[]> {
    const { status, body } = await this.#browser.call<Marks>("GET", `${this.#path}/marks`);
    if (status !== 200) throw new Error(`marks: ${status} ${JSON.stringify(body)}`);
    this.heard.whole("calls", body);
    return body.uids;
  }

  /** Committed, and not known yet what became of it. */
  async unsettled(): Promise<readonly string[]> {
    const { status, body } = await this.#browser.call<{ uids: string[] }>("GET", `${this.#path}/unsettled`);
    // Signed out meanwhile, in another tab.
    return status === 200 ? body.uids : [];
  }

  async rows(): Promise<readonly ShownRow[]> {
    const { status, body } = await this.#browser.call<RowPage>(
      "GET",
      `${this.#path}/messages?limit=500&order=asc`,
    );
    if (status !== 200) throw new Error(`rows: ${status} ${JSON.stringify(body)}`);
    const rows = body.items.map((row) => ({ uid: row.uid, subject: this.#shows(row), isMarked: row.marked }));
    if (this.#shown.generation !== body.generation) this.#before = this.#shown;
    this.#shown = { rows, generation: body.generation };
    return rows;
  }

  mark(...uids: string[]): Promise<Answer<MarksDelta>> {
    return this.changeMarks(uids, []);
  }

  unmark(...uids: string[]): Promise<Answer<MarksDelta>> {
    return this.changeMarks([], uids);
  }

  /** On a page that has slept over the last reading. */
  markBefore(...uids: string[]): Promise<Answer<MarksDelta>> {
    return this.changeMarks(uids, [], this.#before);
  }

  /** @param list that the person points at */
  async changeMarks(
    add: readonly string[],
    remove: readonly string[],
    list: ShownList = this.#shown,
  ): Promise<Answer<MarksDelta>> {
    const kept = add.filter((uid) => !remove.includes(uid));
    for (const uid of kept) {
      this.asked.set(uid, (this.asked.get(uid) ?? new Set()).add(subjectIn(list, uid)));
    }
    for (const uid of remove) this.confirmed.delete(uid);
    const { generation } = list;
    const answer = await this.#browser.call<MarksDelta>("POST", `${this.#path}/marks`, {
      add,
      remove,
      generation,
    });
    if (answer.status !== 200) return answer;
    const marks = this.heard.delta("calls", answer.body) ?? new Set(answer.body.added);
    for (const uid of kept) if (marks.has(uid)) this.confirmed.add(uid);
    if (!this.#isInTwoTabs) for (const uid of remove) this.asked.delete(uid);
    return answer;
  }

  /** As it was received: what the page makes of it costs a thread in each gateway, and is not told of here. */
  open(uid: string): Promise<Answer<string>> {
    return this.#browser.call("GET", `${this.#path}/messages/${encodeURIComponent(uid)}/raw`);
  }

  /** Commits these, as a rule the marks that the page shows. */
  async commit(
    asked?: readonly string[],
    { generation }: Pick<ShownList, "generation"> = this.#shown,
  ): Promise<CommitAnswer> {
    const uids = asked ?? (await this.marks());
    const answer = await this.#browser.call<CommitReport>("POST", `${this.#path}/commit`, {
      uids,
      generation,
    });
    const { status, body } = answer;
    if (status !== 200) return { asked: uids, status, report: undefined };
    this.settle(body);
    return { asked: uids, status, report: body };
  }

  /** What a report removed is no mark any more, and of what it does not know nothing is sure. */
  settle({ removed, unknown }: CommitReport): void {
    if (!this.#isInTwoTabs) for (const uid of removed) this.asked.delete(uid);
    for (const uid of [...removed, ...unknown]) this.confirmed.delete(uid);
  }

  async reset(): Promise<Answer<MarksDelta>> {
    this.confirmed.clear();
    const answer = await this.#browser.call<MarksDelta>("POST", `${this.#path}/reset`);
    if (answer.status !== 200) return answer;
    this.heard.delta("calls", answer.body);
    if (!this.#isInTwoTabs) this.asked.clear();
    return answer;
  }

  /** Several things in several tabs: which came first is not known, so nothing is surely taken back or set. */
  async atOnce(work: () => Promise<unknown>): Promise<void> {
    this.#isInTwoTabs = true;
    try {
      await work();
    } finally {
      this.#isInTwoTabs = false;
      this.confirmed.clear();
    }
  }

  refresh(): Promise<Answer<RefreshReport>> {
    return this.#browser.call("POST", `${this.#path}/refresh`);
  }

  takeOver(): Promise<Answer<RefreshReport>> {
    return this.#browser.call("POST", `${this.#path}/take-over`);
  }

  async signOut(): Promise<void> {
    await this.#browser.call("DELETE", this.#path);
    this.#forget();
  }

  /** Opens a tab. */
  async look(): Promise<void> {
    const channel = `tab ${this.#pages.length + 1}`;
    this.heard.newChannel(channel);
    const close = await this.#browser.look((event) => {
      if (!("mailboxId" in event ? event.mailboxId === this.#id : event.type === "mailbox")) return;
      if (event.type === "marks") this.heard.delta(channel, event.delta);
      if (event.type === "mailbox" && event.mailbox.id === this.#id) {
        this.heard.summary(channel, event.mailbox.marks);
      }
      if (event.type === "committed") this.reports.push(event.report);
    });
    this.#pages.push(close);
  }

  /** The reports that a tab hears of meanwhile. */
  async hearWhile(work: () => Promise<unknown>): Promise<readonly CommitReport[]> {
    this.reports.length = 0;
    await this.look();
    await work();
    this.lookAway();
    return this.reports.splice(0);
  }

  /** Closes all tabs. */
  lookAway(): void {
    for (const close of this.#pages.splice(0)) close();
  }

  /** The gateway is another one now; what it knows of this browser is what counts. */
  async moveTo(browser: InjectedBrowser): Promise<void> {
    const wasLooking = this.isLooking;
    this.lookAway();
    this.#browser = browser;
    const present = await this.mailboxes();
    if (!present.some(({ id }) => id === this.#id)) this.#forget();
    if (wasLooking && this.isSignedIn) await this.look();
  }

  get cookie(): string | undefined {
    return this.#browser.cookie;
  }

  #forget(): void {
    this.#id = "";
    this.#shown = { rows: [], generation: undefined };
    this.#before = this.#shown;
    this.asked.clear();
    this.confirmed.clear();
    this.heard.forget();
  }
}

function subjectIn({ rows }: ShownList, uid: string): string {
  return rows.find((row) => row.uid === uid)?.subject ?? "";
}
