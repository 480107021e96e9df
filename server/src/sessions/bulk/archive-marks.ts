import { createHash } from "node:crypto";
import type { ArchiveMarks, ArchiveMarksRequest } from "@popgate/shared/api/export";
import { Pop3Error } from "../../pop3/errors.ts";
import type { MarkActions } from "../actions/mark-actions.ts";
import type { SessionContext } from "../actions/session-context.ts";
import { SessionError } from "../work/session-error.ts";
import type { ExportJob } from "./export-job.ts";
import { isStillIn, type ExportedEntry } from "./exported-entry.ts";

/**
 * Marks what an archive holds: messages that were read to their end, hashed and handed on whole, and
 * that are surely still the same. An archive that was cut marks nothing, however much of it arrived.
 */
export class ArchiveMarking {
  readonly #context: SessionContext;
  readonly #marks: MarkActions;

  constructor(context: SessionContext, marks: MarkActions) {
    this.#context = context;
    this.#marks = marks;
  }

  /** @throws SessionError `export-incomplete`; Pop3Error */
  async mark(job: ExportJob, request: ArchiveMarksRequest, signal?: AbortSignal): Promise<ArchiveMarks> {
    requireWhole(job, request.sha256);
    const same = request.readAgain ? await this.#readAgain(job.entries, signal) : job.entries;
    const { mailbox } = this.#context;
    const marks = await this.#marks.add((maildrop) =>
      same.filter((entry) => isStillIn(maildrop, entry)).map(({ message }) => message.uid),
    );
    const isMarked = ({ message }: ExportedEntry) => mailbox.marks.has(message.uid);
    const uidsOf = (entries: readonly ExportedEntry[]) => entries.map(({ message }) => message.uid);
    return {
      marks,
      marked: uidsOf(job.entries.filter(isMarked)),
      changed: uidsOf(job.entries.filter((entry) => !isMarked(entry))),
    };
  }

  async #readAgain(
    entries: readonly ExportedEntry[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ExportedEntry[]> {
    const same: ExportedEntry[] = [];
    for (const entry of entries) {
      if (signal?.aborted === true) throw new SessionError("cancelled", "nobody waits for this any more");
      if ((await this.#sha256Now(entry)) === entry.sha256) same.push(entry);
    }
    return same;
  }

  /** Undefined where the message is gone, refused, or marked already: a marked one cannot be read. */
  #sha256Now(entry: ExportedEntry): Promise<string | undefined> {
    const { work, readings, mailbox } = this.#context;
    return work.run("read-again", async (causeId) => {
      const { client, maildrop } = await readings.transaction(causeId);
      const message = maildrop.find(entry.message.uid);
      if (message === undefined || mailbox.marks.has(message.uid)) return undefined;
      const hash = createHash("sha256");
      const sink = {
        write(octets: Buffer) {
          hash.update(octets);
          return true;
        },
      };
      const expected = message.octets === null ? {} : { expectedOctets: message.octets };
      try {
        await client.retr(message.number, { sink, ...expected });
      } catch (error) {
        if (error instanceof Pop3Error && error.connectionUsable) return undefined;
        throw error;
      }
      return hash.digest("hex");
    });
  }
}

function requireWhole(job: ExportJob, sha256: string | undefined): void {
  if (job.format !== "archive" || job.state !== "complete") {
    throw new SessionError("export-incomplete", "the archive was not downloaded to its end");
  }
  if (sha256 !== undefined && sha256.toLowerCase() !== job.view().sha256) {
    throw new SessionError("export-incomplete", "the saved file is not the one that was sent");
  }
}
