import { attachmentName } from "../parts/attachment-name.ts";

/** "0001-" sorts as the export does, whatever a file manager takes for a number. */
const MIN_DIGITS = 4;

/** The name of a message's file in a zip: its place, which makes it unlike all others, and its subject. */
export function emlName(nth: number, total: number, subject: string): string {
  const digits = Math.max(MIN_DIGITS, String(total).length);
  const bare = subject.replace(/[/\\]/g, "_").trim();
  const name = attachmentName(`${bare === "" ? "message" : bare}.eml`, "message/rfc822", String(nth));
  return `${String(nth).padStart(digits, "0")}-${name}`;
}
