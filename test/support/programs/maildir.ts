import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Creates a Maildir that any account may open, holding the messages in order. */
export function createMaildir(folder: string, messages: readonly Buffer[] | number): void {
  for (const part of ["", "cur", "new", "tmp"]) {
    mkdirSync(join(folder, part), { recursive: true });
    // The server may run as another account than the one that writes; mkdir is subject to the umask.
    chmodSync(join(folder, part), 0o777);
  }
  const count = typeof messages === "number" ? messages : messages.length;
  for (let index = 0; index < count; index += 1) {
    const message = typeof messages === "number" ? generatedMessage(index + 1) : messages[index];
    if (message !== undefined) deliverToMaildir(folder, message, index + 1);
  }
}

/**
 * Adds one message, delivered as the `sequence`th.
 * S= and W= in the name spare the server a read of each file before it can answer STAT or LIST.
 */
export function deliverToMaildir(folder: string, message: Buffer, sequence: number): void {
  const octets = message.length;
  const order = String(sequence).padStart(6, "0");
  const time = 1_700_000_000 + sequence;
  const name = `${time}.M${order}P1.popgate,S=${octets},W=${octets}:2,`;
  writeFileSync(join(folder, "cur", name), message);
}

/** A small plain message whose subject, sender and date follow from its number. */
export function generatedMessage(number: number): Buffer {
  const date = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toUTCString().replace("GMT", "+0000");
  const lines = [
    `From: Sender ${number % 97} <sender-${number % 97}@example.org>`,
    "To: Reader <reader@example.org>",
    `Subject: Message ${number}`,
    `Date: ${date}`,
    `Message-ID: <${number}@example.org>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    `This is message ${number}.`,
    ".a line that begins with a dot",
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}
