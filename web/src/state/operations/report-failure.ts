import { asFailure } from "../../api/api-failure.ts";
import { FAILURE_SENTENCES } from "../../lib/messages/failure-sentences.ts";
import type { Page } from "../page.ts";

/** Says in a toast what failed and what to do next. What the person cancelled needs no word. */
export function reportFailure(page: Page, error: unknown): void {
  const { code, serverText } = asFailure(error);
  // The end of the session has a word of its own (reducer.ts).
  if (code === "cancelled" || code === "no-session") return;
  const { title, next } = FAILURE_SENTENCES[code];
  page.store.dispatch({ type: "toast", toast: { tone: "alert", text: `${title} ${next}`, serverText } });
}
