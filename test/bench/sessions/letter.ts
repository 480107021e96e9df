import { generatedMessage } from "../../support/programs/maildir.ts";

const LINE = "Some words of a letter, and some more of them.\r\n";
const LINES = 100;

/** A text of five kilobytes; subject, sender and date follow from its number. */
export function letter(number: number): Buffer {
  return Buffer.concat([generatedMessage(number), Buffer.from(LINE.repeat(LINES))]);
}
