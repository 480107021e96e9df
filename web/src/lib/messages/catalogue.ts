import { plural } from "../plural.ts";
import { checkUpWords } from "./check-up-words.ts";
import { listWords } from "./list-words.ts";
import { mailboxesWords } from "./mailboxes-words.ts";
import { marksWords } from "./marks-words.ts";
import { readerWords } from "./reader/reader-words.ts";
import { signInWords } from "./sign-in-words.ts";
import { bulkWords } from "./bulk-words.ts";

/** The words on screen by the place that says them; what failed is said in failure-sentences.ts. */
export const messages = {
  app: {
    name: "Popgate",
    loading: "Opening Popgate …",
    retry: "Try again",
    serverSays: "The server said:",
    certificateNames: (names: readonly string[]) => `The certificate is for: ${names.join(", ")}.`,
    dismiss: "Dismiss",
    close: "Close",
  },
  signIn: signInWords,
  mailboxes: mailboxesWords,
  list: listWords,
  marks: marksWords,
  reader: readerWords,
  transcript: {
    title: "Transcript",
    label: "What was said on the wire",
    filter: "Filter",
    pause: "Pause",
    resume: (waiting: number) => (waiting === 0 ? "Go on" : `Go on (${waiting.toLocaleString("en")} new)`),
    close: "Close the transcript",
    resize: "Height of the transcript",
    empty: "Nothing was said yet.",
    nothing: "No line matches the filter.",
    folded: {
      lines: "⋯ more lines, folded",
      commands: (count: number, verb: string) => `⋯ ${plural(count, `${verb} command`)}, folded`,
      replies: (count: number, verb: string) =>
        `⋯ ${plural(count, `reply to ${verb}`, `replies to ${verb}`)}, folded`,
    },
    causes: {
      "sign-in": "Sign in",
      open: "Open a message",
      top: "Look into a message",
      mark: "Mark",
      reset: "Undo all",
      commit: "Commit",
      refresh: "Check for new mail",
    },
    older: "Older lines are no longer kept.",
    cause: (text: string, commands: number, gap: string) =>
      `${text} → ${plural(commands, "command")}, ${gap}`,
    toEnd: "To the last line",
    diagram: (state: string) => `State of the POP3 session: ${state}`,
    dropped: "dropped: nothing deleted",
    quiet: "Waiting for the first command.",
    states: {
      AUTHORIZATION: "The server waits for a login.",
      TRANSACTION: "The maildrop is locked for this session.",
      UPDATE: "The server removes what is marked.",
      closed: "No connection. Marks without QUIT are forgotten.",
    },
  },
  checkUp: checkUpWords,
  bulk: bulkWords,
  help: {
    title: "Keyboard",
    keys: [
      [["j", "k"], "next, previous message"],
      [["Enter", "o"], "open"],
      [["u", "Esc"], "back to the list"],
      [["Esc"], "in the list: end the selection"],
      [["#"], "mark for deletion, or take the mark back"],
      [["z"], "unmark"],
      [["x"], "select; with Shift and arrows, a range"],
      [["s"], "star, or take the star away"],
      [["i"], "read, or unread again"],
      [["/"], "search"],
      [["t"], "transcript"],
      [["?"], "this help"],
    ],
    note: "Arrows, Home, End and Page keys move in the list. A mark leaves the server only when you commit.",
  },
} as const;
