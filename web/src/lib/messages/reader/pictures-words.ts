import { plural } from "../../plural.ts";

/** Pictures on other servers: loading them tells the sender that the mail was opened. */
export const picturesWords = {
  kept: (count: number) => `${plural(count, "remote image was", "remote images were")} not loaded`,
  keptWhy: "; the sender cannot see that you opened this.",
  once: "Show images",
  always: "Always for this sender",
  alwaysFor: (address: string) => `Always for this sender: ${address}`,
  shown: "Images are loaded from where the sender put them: the sender can see that you opened this.",
  shownAlways: (address: string) => `You chose to show images from ${address} always.`,
  senders: "Senders …",
  title: "Senders whose images are shown",
  lead: "Kept in this browser alone.",
  none: "There are none. Images are loaded only when you say so.",
  remove: "Remove",
  removeSender: (address: string) => `Remove ${address}`,
  clear: "Remove all",
  close: "Close",
} as const;
