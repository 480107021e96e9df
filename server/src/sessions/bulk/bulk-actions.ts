import type { BodySearchCost } from "@popgate/shared/api/body-search";
import type { ArchiveMarks, ArchiveMarksRequest, ExportRequest } from "@popgate/shared/api/export";
import type { CleanupPreview, CleanupQuery, MatchingUids, UidQuery } from "@popgate/shared/api/bulk";
import type { MessageSearcher } from "../../messages/thread/message-searcher.ts";
import type { MarkActions } from "../actions/mark-actions.ts";
import type { MessageActions } from "../actions/message-actions.ts";
import type { SessionContext } from "../actions/session-context.ts";
import { ArchiveMarking } from "./archive-marks.ts";
import { BodySearches } from "./body-searches.ts";
import { cleanupPreview } from "./cleanup.ts";
import { ExportJobs } from "./export-jobs.ts";
import type { ExportJob } from "./export-job.ts";
import { isStillIn } from "./exported-entry.ts";
import { MessageSource } from "./message-source.ts";

/** What marks and what fetches, for many messages as for one. */
export interface BulkActionsParts {
  readonly messages: MessageActions;
  readonly marks: MarkActions;
  readonly searcher: MessageSearcher;
}

/** What is done with many messages of a mailbox at once. */
export class BulkActions {
  /** To be asked what a search costs before it is started. */
  readonly bodySearch: BodySearches;
  readonly #context: SessionContext;
  readonly #exports: ExportJobs;
  readonly #archive: ArchiveMarking;

  constructor(context: SessionContext, { messages, marks, searcher }: BulkActionsParts) {
    this.#context = context;
    this.bodySearch = new BodySearches(context, searcher);
    this.#exports = new ExportJobs(context, new MessageSource(context, messages));
    this.#archive = new ArchiveMarking(context, marks);
  }

  /** Every unique-id that matches. @throws Pop3Error where the maildrop was never read */
  async uids(query: UidQuery): Promise<MatchingUids> {
    await this.#read();
    const { rows, maildrop } = this.#context.mailbox;
    const { messages, unknown } = rows.matching(query);
    const uids = messages.map(({ uid }) => uid);
    return { uids, octets: maildrop.octetsOf(uids), unknown, generation: rows.generation };
  }

  /** What could be marked to make room. @throws Pop3Error where the maildrop was never read */
  async cleanup(query: CleanupQuery): Promise<CleanupPreview> {
    await this.#read();
    const { rows, maildrop } = this.#context.mailbox;
    const exported = new Set<string>();
    if (query.exported === true) {
      for (const entry of this.#exports.exported()) {
        if (isStillIn(maildrop, entry)) exported.add(entry.message.uid);
      }
    }
    const preview = cleanupPreview(query, {
      rows: rows.all(),
      isExported: (uid) => exported.has(uid),
      now: Date.now(),
    });
    return { ...preview, generation: rows.generation };
  }

  /** What a search in bodies would fetch. @throws Pop3Error where the maildrop was never read */
  async bodySearchCost(uids: readonly string[] | undefined): Promise<BodySearchCost> {
    await this.#read();
    return this.bodySearch.cost(uids);
  }

  /** @throws SessionError `too-many-requests`; Pop3Error where the maildrop was never read */
  async prepareExport(request: ExportRequest): Promise<ExportJob> {
    await this.#read();
    return this.#exports.prepare(request);
  }

  /** Those that are kept, the oldest first. */
  exports(): ExportJob[] {
    return this.#exports.all();
  }

  /** @throws SessionError `not-found` */
  export(id: string): ExportJob {
    return this.#exports.find(id);
  }

  /** Marks what an archive holds. @throws SessionError `not-found`, `export-incomplete`; Pop3Error */
  markArchived(id: string, request: ArchiveMarksRequest, signal?: AbortSignal): Promise<ArchiveMarks> {
    return this.#archive.mark(this.#exports.find(id), request, signal);
  }

  /** The mailbox is signed out. */
  close(): void {
    this.bodySearch.close();
    this.#exports.close();
  }

  /** After a restart nothing of the maildrop is known but its marks. */
  async #read(): Promise<void> {
    const { mailbox, readings, work } = this.#context;
    if (mailbox.checkedAt > 0) return;
    await work.run("read", (causeId) => readings.transaction(causeId));
  }
}
