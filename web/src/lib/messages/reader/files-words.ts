import { plural } from "../../plural.ts";

/** Attachments: to save, to look at, to open where they are messages. */
export const filesWords = {
  label: (count: number) => plural(count, "attachment"),
  nameless: "file",
  save: "Save",
  saveFile: (name: string, size: string) => `Save ${name}, ${size}`,
  saveAll: "Save all",
  show: "Show",
  showFile: (name: string) => `Show ${name}`,
  open: "Open",
  openMessage: (subject: string) => `Open the message “${subject}”`,
  from: (sender: string) => `from ${sender}`,
  close: "Close the preview",
  picture: (name: string) => `Picture: ${name}`,
  document: (name: string) => `Document: ${name}`,
  pictureFailed: "The picture could not be shown. It can be saved.",
  loading: "Reading the text …",
  cut: (size: string) => `The first ${size} are shown. Save the file to have all of it.`,
  empty: "The file is empty.",
  within: "A message within the message",
  backTo: (subject: string) => `Back to “${subject}”`,
  loadingWithin: "Opening the message …",
} as const;
