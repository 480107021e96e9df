import { cutAfter, withBareLf } from "@popgate/server/demo/faults/bend-octets";
import { expect, test } from "vitest";

const TEXT = "a\r\n\r\r\nb\rc\n\r\n.\r\n\r";

function pieces(size: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < TEXT.length; at += size) parts.push(Buffer.from(TEXT.slice(at, at + size)));
  return parts;
}

test("only CRLF becomes LF, wherever the parts were cut", () => {
  for (let size = 1; size <= TEXT.length; size++) {
    expect(Buffer.concat([...withBareLf(pieces(size))]).toString()).toBe("a\n\r\nb\rc\n\n.\n\r");
  }
});

test("so many octets pass, wherever the parts were cut", () => {
  for (let size = 1; size <= TEXT.length; size++) {
    for (let octets = 0; octets <= TEXT.length + 1; octets++) {
      const text = Buffer.concat([...cutAfter(pieces(size), octets)]).toString();
      expect(text).toBe(TEXT.slice(0, octets));
    }
  }
});
