import { asFailure } from "../../api/api-failure.ts";
import type { Page } from "../page.ts";

/** Says in a toast what failed and what to do next. What the person cancelled needs no word. */
export function reportFailure(page: Page, error: unknown): void {
  const { code, serverText } = asFailure(error);
  // The end of the session has a word of its own (reducer.ts).
  if (code === "cancelled" || code === "no-session") return;
  const toast = { tone: "alert", news: { kind: "failed", code }, serverText } as const;
  page.store.dispatch({ type: "toast", toast });
}
