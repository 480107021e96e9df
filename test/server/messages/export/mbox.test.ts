import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromLine, MboxLines } from "@popgate/server/messages/export/mbox";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";

function quoted(octets: Buffer, chunkOctets = octets.length): string {
  const lines = new MboxLines();
  const out: Buffer[] = [];
  for (let at = 0; at < octets.length; at += Math.max(1, chunkOctets)) {
    out.push(lines.write(octets.subarray(at, at + Math.max(1, chunkOctets))));
  }
  return Buffer.concat([...out, lines.end()]).toString("latin1");
}

/** What a program that reads mboxrd makes of it. */
function unquoted(text: string): string {
  return text.replace(/\n$/, "").replace(/(?<=^|\n)>(>*From )/g, "$1");
}

describe("a message in an mbox", () => {
  test("has its From lines quoted once more, however often they are already", () => {
    const mail = "From me\r\n>From you\r\nFromage\r\n From\r\n>>From all\r\nFrom: a@example.org\r\nFrom \r\n";
    expect(quoted(Buffer.from(mail))).toBe(
      ">From me\n>>From you\nFromage\n From\n>>>From all\nFrom: a@example.org\n>From \n\n",
    );
  });

  test.each([
    ["", "\n"],
    ["a", "a\n\n"],
    ["a\r\n", "a\n\n"],
    ["a\r", "a\r\n\n"],
    ["a\rb\r\n\r\n", "a\rb\n\n\n"],
    ["a\nFro", "a\nFro\n\n"],
    ["\r\r\nFrom ", "\r\n>From \n\n"],
  ])("of %j ends with one empty line", (mail, expected) => {
    for (const chunk of [1, 2, 3, 100]) expect(quoted(Buffer.from(mail), chunk)).toBe(expected);
  });

  test("comes back octet for octet, whichever way it arrived", () => {
    const piece = fc.constantFrom("From ", ">", "From", "F", "\r\n", "x", "\r", "\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (pieces, chunk) => {
        const mail = `${pieces.join("")}\r\n`;
        const text = quoted(Buffer.from(mail), chunk);
        expect(text).toBe(quoted(Buffer.from(mail)));
        expect(unquoted(text)).toBe(mail.replaceAll("\r\n", "\n"));
        expect(text).not.toMatch(/(^|\n)From /);
      }),
    );
  });
});

describe("the line in front of a message", () => {
  const lineOf = (header: string) => fromLine(parseHeaderRow(Buffer.from(`${header}\r\n\r\n`)));

  test("has the sender and the date in UTC", () => {
    const header = "From: Ada <ada@example.org>\r\nDate: Tue, 1 Jul 2003 10:52:37 +0200";
    expect(lineOf(header)).toBe("From ada@example.org Tue Jul  1 08:52:37 2003\n");
  });

  test("stands though the message says neither", () => {
    expect(lineOf("X: y")).toBe("From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n");
  });

  test("stays one line, whatever the sender calls himself", () => {
    expect(lineOf('From: "a\u0000 b"@example.org\r\n evil@example.org')).toMatch(/^From \S+ \w{3} [^\n]+\n$/);
  });
});
