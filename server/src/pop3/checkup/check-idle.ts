import type { Pop3Client } from "../client/client.ts";
import type { Judgement } from "./facts/judgement.ts";

/** RFC 1939 §3: an autologout timer is of at least ten minutes. */
const RFC_SECONDS = 600;
/** Clients check for mail every minute or so; a session that ends sooner is lost between two clicks. */
const FEW_SECONDS = 60;

/** Says nothing until the server hangs up or the limit has passed. @throws Pop3Error if it is given up */
export function checkIdle(client: Pop3Client, limitMs: number, signal: AbortSignal): Promise<Judgement> {
  const startedAt = performance.now();
  return new Promise((done, failed) => {
    const settle = (judgement: Judgement) => {
      clearTimeout(timer);
      done(judgement);
    };
    const timer = setTimeout(
      () =>
        settle({
          verdict: limitMs >= RFC_SECONDS * 1000 ? "good" : "note",
          facts: { measured: true, seconds: limitMs / 1000, hungUp: false },
        }),
      limitMs,
    );
    client.onClose((error) => {
      if (signal.aborted) {
        clearTimeout(timer);
        return failed(error);
      }
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      const verdict = seconds >= RFC_SECONDS ? "good" : seconds >= FEW_SECONDS ? "note" : "warning";
      settle({ verdict, facts: { measured: true, seconds, hungUp: true } });
    });
  });
}
