import { formatOctets } from "../octets.ts";
import { plural } from "../plural.ts";

/** What is said of marks: before the commit, at it, and of what came of it. */
export const marksWords = {
  label: "Marked messages",
  marked: (count: number) => `${count.toLocaleString("en")} marked`,
  /** Undefined: not known before the gateway has answered. */
  frees: (octets: number | undefined) => `frees ${octets === undefined ? "…" : formatOctets(octets)}`,
  nothingYet: "Nothing is deleted until you commit.",
  undoAll: "Undo all",
  review: "Review and commit",
  reviewTitle: (count: number) => `Remove ${plural(count, "message")} from the server?`,
  reviewText: "This is exactly what leaves. Untick what should stay.",
  loading: "Reading the marked rows …",
  keep: (subject: string) => `Leaves the server: ${subject}`,
  cancel: "Not now",
  commit: (count: number) => `Remove ${plural(count, "message")}`,
  committing: "Committing …",
  committingText: "QUIT was sent. The maildrop is opened again and compared.",
  final: "POP3 has no waste bin: this cannot be undone.",
  reportTitle: (removed: number) => `${plural(removed, "message")} removed`,
  freed: (octets: number) => `${formatOctets(octets)} freed, seen by reading the maildrop again.`,
  remaining: (count: number) =>
    `${plural(count, "message is", "messages are")} still there, though QUIT was sent. They stay marked; commit again to try once more.`,
  reportUnknown: "Not known yet",
  unknown: (count: number) =>
    `QUIT was sent for ${plural(count, "message")}, and the line broke before the answer. Whether ${count === 1 ? "it was" : "they were"} removed is checked when the server lets us in; this report is then replaced.`,
  settled: (removed: number, remaining: number) =>
    remaining === 0
      ? `Now it is known: ${plural(removed, "message was", "messages were")} removed.`
      : `Now it is known: ${plural(removed, "message was", "messages were")} removed, ${plural(remaining, "is", "are")} still there.`,
  done: "Back to the mail",
  unsettled: (count: number) =>
    `QUIT was sent for ${plural(count, "message")}, and the line broke before the answer. Whether ${count === 1 ? "it was" : "they were"} removed is checked as soon as the server lets us in.`,
  notSettled: "What came of the commit is not known yet.",
  notOnServer: "Not yet on the server: sent again when the session is open.",
  committedElsewhere: (count: number) =>
    `${plural(count, "message was", "messages were")} removed in another window.`,
  notMarked: (count: number) =>
    `${plural(count, "message was", "messages were")} not marked: the list has changed meanwhile. Look at it again, then mark what you see.`,
  neverKnown: (count: number) =>
    `QUIT was sent for ${plural(count, "message")}. Whether ${count === 1 ? "it was" : "they were"} removed cannot be told: the server gives no names that would show it. Look at the list.`,
  notMarkedOffline: "Not marked: the gateway cannot be reached. Try again when it is back.",
  notUnmarkedOffline: "Still marked: the gateway cannot be reached. Try again when it is back.",
  offline: "The gateway cannot be reached. What you mark now is sent as soon as it is back.",
} as const;
