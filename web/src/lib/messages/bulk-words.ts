import { formatOctets } from "../octets.ts";
import { plural } from "../plural.ts";

const number = (count: number): string => count.toLocaleString("en");

/** What is done to many messages at once. */
export const bulkWords = {
  open: "Whole mailbox",
  hint: "Search bodies, export, clean up",
  title: "Whole mailbox",
  lead: "Nothing here deletes: what is marked leaves the server only when you commit.",
  tasks: { "search-bodies": "Search bodies", export: "Export", "clean-up": "Clean up" },
  tasksLabel: "What to do",
  selection: {
    label: "Selected messages",
    count: (count: number) => `${number(count)} selected`,
    none: "Nothing selected",
    hint: "Click the rows, or press x.",
    unknown: (count: number) => `${number(count)} not known yet: their headers are not read.`,
    loaded: (count: number) => `All ${number(count)} loaded`,
    matching: (count: number, isFiltered: boolean) =>
      isFiltered ? `All ${number(count)} that match` : `Select all ${number(count)}`,
    mark: "Mark",
    export: "Export …",
    clear: "End the selection",
  },
  jobs: {
    label: "In the background",
    search: (done: number, total: number, found: number) =>
      `Searching bodies: ${number(done)} of ${number(total)} · ${number(found)} found`,
    export: (done: number, total: number) => `Exporting: ${number(done)} of ${number(total)}`,
  },
  search: {
    fromList: (q: string) => `Search bodies for “${q}”`,
    words: "Words",
    scope: "Where",
    all: (count: number) => `The whole maildrop (${number(count)})`,
    chosen: (count: number) => `The ${number(count)} selected`,
    asking: "Working out what it costs …",
    cost: (messages: number, octets: number) =>
      messages === 0
        ? "Nothing has to be fetched."
        : `Fetches ${plural(messages, "message")}, ${formatOctets(octets)}, from the mail server.`,
    cached: (count: number) => `${number(count)} held by the gateway already: free.`,
    beginnings: (count: number) => `Of ${number(count)} only the beginning is searched: they are large.`,
    left: (count: number) => `${number(count)} cannot be searched: marked, or too large.`,
    start: "Search bodies",
    again: "Search again",
    cancel: "Cancel",
    states: {
      running: "Searching …",
      waiting: "Waiting for the connection to come back …",
      done: "Searched.",
      cancelled: "Cancelled. What was found stays.",
    },
    progress: (done: number, total: number, octets: number, totalOctets: number) =>
      `${number(done)} of ${plural(total, "message")} · ${formatOctets(octets)} of ${formatOctets(totalOctets)}`,
    looked: (count: number, octets: number) =>
      `${plural(count, "message")} looked through, ${formatOctets(octets)} fetched for it.`,
    found: (count: number, q: string) => `${number(count)} found for “${q}”`,
    notSearched: (count: number) => `${number(count)} not searched: marked, too large, gone or refused.`,
    full: "It stopped here: there are more than it keeps. Search for more words.",
    hits: "Found messages",
    more: (count: number) => `Show ${number(count)} more`,
    unread: "Header not read yet",
  },
  export: {
    what: (count: number, size: string | undefined) =>
      `${plural(count, "message")}${size === undefined ? "" : `, ${size}`}`,
    none: "Select messages in the list first, or take all that match it.",
    tooMany: (most: number) => `One export holds at most ${number(most)} messages. Select fewer.`,
    formatLabel: "As",
    formats: { zip: "Zip", mbox: "Mbox", archive: "Verified archive" },
    hints: {
      zip: "A file for each message, octet for octet.",
      mbox: "One file that mail programs import.",
      archive:
        "A zip with the SHA-256 of each message. When all of it has arrived, exactly those messages can be marked.",
    },
    expires: (count: number) =>
      `This server may delete what is read (EXPIRE 0). The export reads ${plural(count, "message")}: keep the file.`,
    start: "Download",
    preparing: "Preparing …",
    jobs: "Exports",
    states: {
      ready: "Ready: waits for its download",
      running: "Downloading …",
      complete: "Complete",
      cut: "Not complete: it was cut off",
    },
    progress: (done: number, total: number, octets: number, totalOctets: number) =>
      `${number(done)} of ${number(total)} · ${formatOctets(octets)} of ${formatOctets(totalOctets)}`,
    missing: (count: number) =>
      `${plural(count, "message is", "messages are")} not in the file, or not whole: gone, refused or broken off. They are not marked.`,
    hash: "SHA-256 of the file",
    copy: "Copy",
    copyHash: "Copy the SHA-256",
    copied: "Copied",
    notCopied: "The browser did not allow it",
    save: "Save the file",
    cancel: "Cancel",
    markThese: (count: number) => `Mark exactly these ${number(count)}`,
    marking: "Comparing and marking …",
    onlyComplete: "Can be pressed when all of the file has arrived.",
    readAgain: "First read each message once more from the server, and compare",
    marked: (count: number) =>
      `${plural(count, "message is", "messages are")} marked. Nothing is deleted until you commit.`,
    changed: (count: number) => `${number(count)} not marked: gone, or not surely the same message any more.`,
  },
  cleanUp: {
    lead: "All conditions that you fill in must hold.",
    olderThan: "Older than, in days",
    largerThan: "Larger than, in MB",
    from: "From (name or address)",
    exported: "Already exported, completely, since signing in",
    look: "Show what that would mark",
    looking: "Looking …",
    none: "No message that is known matches.",
    result: (count: number, octets: number) =>
      `${plural(count, "message")}: a commit would free ${formatOctets(octets)}.`,
    already: (count: number) => `${number(count)} more match and are marked already.`,
    unknown: (count: number) =>
      `${number(count)} not known yet: their headers are not read. Look again later.`,
    withoutDate: (count: number) => `${plural(count, "message bears", "messages bear")} no date: left out.`,
    withoutSize: (count: number) =>
      `Of ${plural(count, "message")} the server does not tell the size: left out.`,
    first: "The first of them",
    more: (count: number) => `and ${number(count)} more`,
    wrong: {
      days: "Whole days, 0 or more: for example 365.",
      megabytes: "A size of 0 or more: for example 1.5.",
      none: "Fill in one condition at least.",
    },
    stale: "The maildrop was read again meanwhile. Look again.",
    mark: (count: number) => `Mark these ${number(count)}`,
    select: "Select them in the list",
    done: (count: number) => `${number(count)} marked. Nothing is deleted until you commit.`,
  },
} as const;
