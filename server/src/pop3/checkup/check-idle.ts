import type { Pop3Client } from "../client/client.ts";
import type { Judgement } from "./facts/judgement.ts";

/** RFC 1939 §3: an autologout timer is of at least ten minutes. */
const RFC_SECONDS = 600;
/** Clients check for mail every minute or so; a session that ends sooner is lost between two clicks. */
const FEW_SECONDS = 60;

export interface Idling {
  readonly limitMs: number;
  /** The mailbox is wanted: what was seen until then is told, and nothing more waited for. */
  readonly until?: AbortSignal | undefined;
  /** The check-up is given up, which closes the client. */
  readonly signal: AbortSignal;
}

/** Says nothing until the server hangs up, the limit has passed or the mailbox is wanted. @throws Pop3Error if it is given up */
export async function checkIdle(client: Pop3Client, idling: Idling): Promise<Judgement> {
  const { limitMs, until, signal } = idling;
  const startedAt = performance.now();
  const end = await endOfIdling(client, limitMs, until);
  if (end instanceof Error && signal.aborted) throw end;
  const lastedMs = performance.now() - startedAt;
  if (end === "limit") {
    const verdict = limitMs >= RFC_SECONDS * 1000 ? "good" : "note";
    return { verdict, facts: { measured: true, seconds: limitMs / 1000, hungUp: false } };
  }
  if (end === "wanted") {
    const atLeastSeconds = Math.floor(lastedMs / 1000);
    const verdict = atLeastSeconds >= RFC_SECONDS ? "good" : "note";
    return { verdict, facts: { measured: false, why: "mailbox-used", atLeastSeconds, hungUp: false } };
  }
  const seconds = Math.round(lastedMs / 1000);
  const verdict = seconds >= RFC_SECONDS ? "good" : seconds >= FEW_SECONDS ? "note" : "warning";
  return { verdict, facts: { measured: true, seconds, hungUp: true } };
}

/** The error with which the client was closed, or who ended the silence. */
async function endOfIdling(
  client: Pop3Client,
  limitMs: number,
  until: AbortSignal | undefined,
): Promise<"limit" | "wanted" | Error> {
  let timer: NodeJS.Timeout | undefined;
  let wanted: (() => void) | undefined;
  try {
    return await new Promise((resolve) => {
      client.onClose(resolve);
      timer = setTimeout(() => resolve("limit"), limitMs);
      wanted = () => resolve("wanted");
      until?.addEventListener("abort", wanted);
      // While this session was opened.
      if (until?.aborted === true) wanted();
    });
  } finally {
    clearTimeout(timer);
    if (wanted !== undefined) until?.removeEventListener("abort", wanted);
  }
}
