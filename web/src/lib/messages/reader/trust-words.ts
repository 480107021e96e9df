import { plural } from "../../plural.ts";

/** What is known of who wrote a message and which way it came. Facts, and whose word they are. */
export const trustWords = {
  label: "Before you trust it",
  looksLike: (host: string, plain: string) =>
    `The sender's host only looks like ${plain}. Its real name is ${host}.`,
  mixesScripts: (shown: string, host: string) =>
    `The sender's host ${shown} mixes letters of several scripts. Its real name is ${host}.`,
  foreignLetters: (shown: string, host: string) =>
    `The sender's host ${shown} has letters beyond A to Z. The network knows it as ${host}.`,
  nameClaims: (claimed: string, host: string) =>
    `The sender's name speaks of ${claimed}, but the message says it comes from ${host}.`,
  links: (count: number) =>
    count === 1
      ? "1 link names another host than the one it leads to."
      : `${count.toLocaleString("en")} links name another host than the one they lead to.`,
  showLinks: "Which",
  linkText: "It says",
  linkHost: "It leads to",
  moreLinks: (count: number) => `and ${count.toLocaleString("en")} more`,
  authors: (count: number) => `${plural(count, "author")} sign it, of whom the first is shown above:`,
  replyTo: (address: string) => `An answer goes to ${address}, not to the sender.`,
  sentBy: (address: string) => `Sent by ${address} for the author.`,
  way: "Sender and route",
  reported: (checks: string) => `Your server reported: ${checks}`,
  reportedTitle: "What your server reported",
  reportedNote: (server: string) => `This is the word of ${server}. Nothing of it was checked here.`,
  reportedNothing: "Your server reported no checks of the sender.",
  hopsTitle: "The servers it passed",
  hopsNote: "In the order it travelled. All but the last line can be made up by the sender.",
  hopsNone: "The message names no servers.",
  hop: (from: string, by: string) => `${from || "?"} → ${by || "?"}`,
  firstHop: "start",
  noDelay: "?",
  clocks: "clocks differ",
  unsubscribeTitle: "To be taken off this list",
  unsubscribeNote:
    "The sender names these. Nothing is asked of them here; whoever opens one tells the sender that the mail was read.",
  copy: "Copy",
  copied: "Copied",
  notCopied: "The browser did not allow it",
  copyAddress: (address: string) => `Copy ${address}`,
} as const;
