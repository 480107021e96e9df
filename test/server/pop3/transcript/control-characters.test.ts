import { escapeControls, TranscriptLog } from "@popgate/server/pop3/transcript-log";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectEngine, errorOf, keepingSink } from "../connected-engine.ts";

const DANGEROUS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe("escapeControls", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["a\r\nb", "a\\x0d\\x0ab"],
    ["nul\0", "nul\\x00"],
    ["\u009b2J", "\\x9b2J"],
    ["\u007f", "\\x7f"],
    ["user\u202egnp.exe", "user\\x202egnp.exe"],
    ["a\u2066b\u2069", "a\\x2066b\\x2069"],
    ["line\u2028separator", "line\\x2028separator"],
    ["ordinary text, ümlaut, 漢字, 😀", "ordinary text, ümlaut, 漢字, 😀"],
    ["", ""],
  ])("shows %j as %j", (given, shown) => {
    expect(escapeControls(given)).toBe(shown);
  });

  test("leaves nothing dangerous in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(escapeControls(text)).not.toMatch(DANGEROUS);
      }),
    );
  });

  test("cuts a text that a hostile server made long", () => {
    expect(escapeControls("x".repeat(8_000))).toHaveLength(1_001);
    expect(escapeControls("\0".repeat(8_000)).length).toBeLessThanOrEqual(4_001);
  });
});

describe("a hostile server's text", () => {
  test.each([
    ["a greeting", "+OK \u001b]0;owned\u0007 hello\r\n"],
    ["a refusal", "-ERR \u001b[2J\u009b31m\r\n"],
    ["no POP3 at all", "\u001b[2J\0\u0007\r\n"],
  ])("in %s reaches the transcript escaped", async (_name, line) => {
    const { engine, log } = await connectEngine([{ send: line }], { greeted: false });
    await engine.greeting(5_000).catch(() => undefined);
    const events = log.after(0);
    expect(events).not.toEqual([]);
    for (const event of events) expect(event.line).not.toMatch(DANGEROUS);
  });

  test("in a listing reaches the transcript escaped, and the sink as it was", async () => {
    const { run, log } = await connectEngine([
      { expect: "UIDL", send: "+OK\r\n1 \u001b[31mevil\u0007\r\n.\r\n" },
    ]);
    const { sink, text } = keepingSink();
    await run("UIDL", [], { sink });
    expect(text()).toBe("1 \u001b[31mevil\u0007\r\n");
    expect(log.after(0).map(({ line }) => line)).toContain("1 \\x1b[31mevil\\x07");
  });

  test("that is no reply is not repeated by the error", async () => {
    const { run } = await connectEngine([{ expect: "NOOP", send: "\u001b[31m what\r\n" }]);
    expect((await errorOf(run("NOOP"))).message).not.toMatch(DANGEROUS);
  });
});

describe("TranscriptLog", () => {
  test("escapes whatever is appended, from whichever side", () => {
    const log = new TranscriptLog();
    for (const direction of ["C", "S", "TCP", "TLS", "UI", "SERVER"] as const) {
      log.append({ direction, line: "a\u0007b", octets: 0 });
    }
    expect(new Set(log.after(0).map(({ line }) => line))).toEqual(new Set(["a\\x07b"]));
  });
});
