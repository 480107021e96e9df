import { decodeText, parseStatusLine } from "@popgate/server/pop3/wire/status-line";
import { WireError } from "@popgate/server/pop3/wire/wire-error";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const parse = (line: string) => parseStatusLine(Buffer.from(line, "latin1"));

describe("parseStatusLine", () => {
  test.each([
    ["+OK", { status: "ok", text: "" }],
    ["+OK ", { status: "ok", text: "" }],
    ["+OK hello there", { status: "ok", text: "hello there" }],
    ["+OK   two  blanks", { status: "ok", text: "two  blanks" }],
    ["+OK\ttab", { status: "ok", text: "tab" }],
    ["+ok lower", { status: "ok", text: "lower" }],
    ["-ERR", { status: "err", text: "" }],
    ["-err no", { status: "err", text: "no" }],
    ["+", { status: "continue", text: "" }],
    ["+ ", { status: "continue", text: "" }],
    ["+ PDEyMw==", { status: "continue", text: "PDEyMw==" }],
    ["-ERR [IN-USE] locked", { status: "err", text: "[IN-USE] locked", code: "IN-USE" }],
    ["-ERR [sys/temp] later", { status: "err", text: "[sys/temp] later", code: "SYS/TEMP" }],
    ["-ERR [AUTH]", { status: "err", text: "[AUTH]", code: "AUTH" }],
    ["-ERR [X-NEW/THING] hm", { status: "err", text: "[X-NEW/THING] hm", code: "X-NEW/THING" }],
    ["-ERR not [IN-USE] here", { status: "err", text: "not [IN-USE] here" }],
    ["-ERR [two words] x", { status: "err", text: "[two words] x" }],
    ["-ERR [] x", { status: "err", text: "[] x" }],
    ["-ERR [unclosed", { status: "err", text: "[unclosed" }],
    ["+ [AUTH] is no code in a challenge", { status: "continue", text: "[AUTH] is no code in a challenge" }],
  ])("reads %j", (line, expected) => {
    expect(parse(line)).toEqual(expected);
  });

  test.each([
    "",
    " ",
    " +OK",
    "OK",
    "ERR",
    "-",
    "-ERROR",
    "+OKAY",
    "++",
    "* OK IMAP4rev1",
    "220 mail ESMTP",
    "SSH-2.0-OpenSSH_9.6",
    "HTTP/1.1 400 Bad Request",
    "\0+OK",
    "\u001b[31m+OK",
  ])("refuses %j", (line) => {
    expect(() => parse(line)).toThrow(WireError);
  });

  test("does not repeat what it refuses", () => {
    const secret = "correct horse battery staple";
    expect(() => parse(secret)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });

  test("never fails in another way, whatever the octets", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (values) => {
        try {
          expect(["ok", "err", "continue"]).toContain(parseStatusLine(Buffer.from(values)).status);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

describe("decodeText", () => {
  test("reads UTF-8 where it is valid", () => {
    expect(decodeText(Buffer.from("Postfach geöffnet ✓"))).toBe("Postfach geöffnet ✓");
  });

  test("reads one character an octet where it is not", () => {
    expect(decodeText(Buffer.from([0x47, 0xfc, 0x6e]))).toBe("Gün");
  });
});
