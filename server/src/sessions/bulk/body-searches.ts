import { randomBytes } from "node:crypto";
import type { BodySearch, BodySearchCost, BodySearchRequest } from "@popgate/shared/api/body-search";
import type { MessageSearcher } from "../../messages/thread/message-searcher.ts";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";
import { Throttle } from "../broadcast/throttle.ts";
import { SessionError } from "../work/session-error.ts";
import type { SessionContext } from "../actions/session-context.ts";
import { BodySearchJob } from "./body-search-job.ts";
import { searchCost, type SearchFacts } from "./search-plan.ts";

const TELL_EVERY_MS = 250;

/** The one search in bodies of a mailbox: a new one takes the place of the one before it. */
export class BodySearches {
  readonly #context: SessionContext;
  readonly #searcher: MessageSearcher;
  readonly #throttle = new Throttle(TELL_EVERY_MS, () => this.#tell());
  #job: BodySearchJob | undefined;

  constructor(context: SessionContext, searcher: MessageSearcher) {
    this.#context = context;
    this.#searcher = searcher;
  }

  /** What a search would fetch; fetches nothing. */
  cost(uids: readonly string[] | undefined): BodySearchCost {
    return searchCost(this.#scope(uids), this.#facts());
  }

  /** @throws SessionError `reading-may-delete` where the server has EXPIRE 0; Pop3Error */
  async start({ q, uids }: BodySearchRequest): Promise<BodySearch> {
    const { work, readings, connection, mailbox, fetcher } = this.#context;
    await work.run("body-search", (causeId) => readings.transaction(causeId));
    if (mailbox.signedIn?.capabilities.expireDays === 0) {
      throw new SessionError("reading-may-delete", "the server may delete what is read");
    }
    this.#job?.cancel();
    const scope = this.#scope(uids);
    const facts = this.#facts();
    const job = new BodySearchJob({
      id: randomBytes(9).toString("base64url"),
      q,
      uids: scope.map(({ uid }) => uid),
      totalOctets: searchCost(scope, facts).octets,
      mailbox,
      searcher: this.#searcher,
      cached: (uid) => fetcher.cached(uid),
      facts,
      changed: () => this.#changed(job),
      hasMore: () => connection.setBodySearch(job),
    });
    this.#job = job;
    job.readCached();
    if (!job.hasEnded) connection.setBodySearch(job);
    return job.view();
  }

  /** @throws SessionError `not-found` where nothing was searched yet */
  view(): BodySearch {
    if (this.#job === undefined) throw new SessionError("not-found", "nothing was searched");
    return this.#job.view();
  }

  /** Does nothing where it has ended. @throws SessionError `not-found` */
  cancel(id: string): void {
    if (this.#job?.id !== id) throw new SessionError("not-found", "there is no such search");
    this.#job.cancel();
  }

  close(): void {
    this.#job?.cancel();
    this.#throttle.stop();
  }

  /** Newest first: what somebody looks for was more likely read lately. */
  #scope(uids: readonly string[] | undefined): readonly MaildropMessage[] {
    const { messages } = this.#context.mailbox.maildrop;
    const wanted = uids === undefined ? undefined : new Set(uids);
    return messages.filter(({ uid }) => wanted === undefined || wanted.has(uid)).toReversed();
  }

  #facts(): SearchFacts {
    const { mailbox, fetcher } = this.#context;
    return {
      isCached: (uid) => fetcher.cached(uid) !== undefined,
      isMarked: (uid) => mailbox.marks.has(uid),
      hasTop: mailbox.signedIn?.capabilities.has("TOP") === true,
    };
  }

  #changed(job: BodySearchJob): void {
    if (!job.hasEnded) return this.#throttle.ask();
    if (this.#job === job) this.#context.connection.setBodySearch(undefined);
    this.#throttle.stop();
    return this.#emit(job);
  }

  #tell(): void {
    if (this.#job !== undefined) this.#emit(this.#job);
  }

  #emit(job: BodySearchJob): void {
    const { events, mailbox } = this.#context;
    events.emit({ type: "body-search", mailboxId: mailbox.id, search: job.news() });
  }
}
