import { ErrorCode } from "@popgate/shared/api/errors";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import { messages } from "../../lib/messages/catalogue.ts";
import { FAILURE_SENTENCES } from "../../lib/messages/failure-sentences.ts";
import type { MailboxView } from "../../state/page-state.ts";

/** What the person must know about the POP3 session, and what there is to do about it. */
export type ConnectionNotice =
  | { readonly kind: "released" }
  /** Another browser session of this gateway has it: this one does not come back by itself. */
  | { readonly kind: "taken-over" }
  | { readonly kind: "reconnecting" }
  /** The gateway tries again by itself; a person may be faster, unless the server asked for the pause. */
  | {
      readonly kind: "waiting";
      readonly title: string;
      readonly serverText: string | undefined;
      readonly problem: Problem;
      readonly mayHurry: boolean;
    }
  /** Nothing happens until somebody asks for it. */
  | {
      readonly kind: "stopped";
      readonly title: string;
      /** The server's own words. */
      readonly serverText: string | undefined;
      readonly next: string | undefined;
    };

type Problem = NonNullable<Mailbox["problem"]> & { readonly retryAfterMs: number };

/** Undefined while the session is open, or opened for the first time, or read again because somebody asked. */
export function connectionNotice(
  view: Pick<MailboxView, "mailbox" | "isRecovering" | "activity">,
): ConnectionNotice | undefined {
  const { mailbox, isRecovering, activity } = view;
  if (mailbox.problem?.code === "taken-over" && activity !== "refreshing") return { kind: "taken-over" };
  switch (mailbox.state) {
    case "transaction":
      return undefined;
    case "released":
      return activity === "refreshing" ? { kind: "reconnecting" } : { kind: "released" };
    case "connecting":
      return isRecovering ? { kind: "reconnecting" } : undefined;
    case "lost":
      return activity === "refreshing" ? { kind: "reconnecting" } : lostNotice(mailbox.problem);
  }
}

function lostNotice(problem: Mailbox["problem"]): ConnectionNotice {
  const words = messages.mailboxes;
  const code = ErrorCode.safeParse(problem?.code).data;
  const title = code ? FAILURE_SENTENCES[code].title : (problem?.message ?? words.lost);
  const serverText = problem?.serverText;
  if (problem?.retryAfterMs !== undefined) {
    const { retryAfterMs } = problem;
    return {
      kind: "waiting",
      title,
      serverText,
      problem: { ...problem, retryAfterMs },
      mayHurry: code !== "login-delay",
    };
  }
  return {
    kind: "stopped",
    title,
    serverText,
    next: code === "wrong-login" ? words.passwordChanged : undefined,
  };
}

/** Whether the notice has room to say what is safe and what is not known. */
export function saysWhatIsSafe(notice: ConnectionNotice | undefined): boolean {
  if (notice?.kind === "stopped") return notice.next === undefined;
  return notice?.kind === "waiting" || notice?.kind === "reconnecting";
}
