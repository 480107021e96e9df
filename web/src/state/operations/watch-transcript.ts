import { getTranscript } from "@popgate/shared/api/transcript";
import { viewOf, type Page } from "../page.ts";
import { reportFailure } from "./report-failure.ts";

/** Asks for a mailbox's transcript: what was said so far, then each new line. Returns the end of it. */
export function watchTranscript(page: Page, mailboxId: string): () => void {
  page.wants.transcript = mailboxId;
  page.wire.send({ type: "transcript", mailboxId, on: true });
  void readTranscript(page, mailboxId);
  return () => {
    page.wants.transcript = undefined;
    page.wire.send({ type: "transcript", mailboxId, on: false });
  };
}

/** Reads what is missing since the last line that is held. */
export async function readTranscript(page: Page, mailboxId: string): Promise<void> {
  const held = viewOf(page, mailboxId)?.transcript.events.at(-1)?.seq ?? 0;
  try {
    const { events, firstSeq } = await page.call(getTranscript, {
      params: { id: mailboxId },
      query: { after: held },
    });
    page.store.dispatch({ type: "transcript", mailboxId, events, isCut: firstSeq > held + 1 });
  } catch (error) {
    reportFailure(page, error);
  }
}
