import { formatOctets } from "../../octets.ts";

/** What the reader says of the open message; its files, facts, pictures and sender have files of their own. */
export const readerWords = {
  label: "Message",
  emptyTitle: "Choose a message",
  emptyText: "It is read from the server and stays there.",
  keysHint: "j and k move, Enter opens, # marks for deletion.",
  back: "Back to the list",
  mark: "Mark",
  forDeletion: "for deletion",
  unmark: "Unmark",
  save: "Save .eml",
  print: "Print",
  alone: "Open alone, to print it as it looks",
  cancel: "Cancel",
  star: "Star",
  unstar: "Remove the star",
  views: {
    message: "Message",
    text: "Text",
    headers: "Headers",
    source: "Source",
    structure: "Structure",
  },
  viewsLabel: "View",
  to: "to",
  cc: "copy to",
  markedTag: "Marked: leaves with the next commit",
  goneTag: "It has left the server: this is the last of it",
  frameTitle: "Body of the message",
  noBody: "This message has no text.",
  truncated: "The text is longer than what is shown. Save the message to read all of it.",
  loading: "Reading the message …",
  received: (received: number, octets: number | null) =>
    octets === null ? formatOctets(received) : `${formatOctets(received)} of ${formatOctets(octets)}`,
  largeTitle: (octets: number) => `This message holds ${formatOctets(octets)}`,
  largeText: "Reading all of it takes a while. Its text often stands at the beginning.",
  textOnly: "Open only the text",
  all: "Download all",
  expiryTitle: "This server may delete a message once it was read",
  expiryText:
    "It says so itself (EXPIRE 0). The first lines can be read without that. Your answer holds until you sign out or reload.",
  expiryFirstLines: "Read the first lines only",
  expiryOpen: "Open",
  topNote: (lines: number) =>
    `This is read from the header and the first ${String(lines)} lines. The rest is on the server.`,
  sourceNote: (octets: number) =>
    `The first ${formatOctets(octets)} are shown. Save the message to have all of it.`,
  sourceLoading: "Reading the source …",
} as const;
