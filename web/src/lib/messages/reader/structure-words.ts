import { formatOctets } from "../../octets.ts";

/** What the structure view says of a message's parts. */
export const structureWords = {
  label: "Parts of the message",
  lead: "As the message is written (MIME). Octets are counted from its first one.",
  loading: "Reading the structure …",
  none: "The structure of this message could not be told.",
  cut: "It has more parts than are shown.",
  header: "header",
  body: "body",
  size: "size",
  range: (start: number, end: number) => `${count(start)}–${count(end)}`,
  octets: (octets: number) => `${count(octets)} octets`,
  content: (octets: number) => `${formatOctets(octets)} decoded`,
  boundary: "boundary",
  charset: "charset",
  encoding: "encoding",
  disposition: "disposition",
  contentId: "Content-ID",
  save: "Save",
  saveName: (name: string) => `Save ${name}`,
  open: "Open",
  openName: (name: string) => `Open ${name}`,
} as const;

function count(octets: number): string {
  return octets.toLocaleString();
}
