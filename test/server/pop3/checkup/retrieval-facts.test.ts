import {
  dotStuffingFacts,
  octetFacts,
  topFacts,
  type MessageSample,
} from "@popgate/server/pop3/checkup/facts/retrieval-facts";
import { describe, expect, test } from "vitest";

const HEADER = "Subject: a\r\nFrom: b\r\n";
const MESSAGE = `${HEADER}\r\nbody\r\n.dot\r\n`;

function sample(more: { top?: string; whole?: string; listed?: number | null } = {}): MessageSample {
  const { top = `${HEADER}\r\n`, whole = MESSAGE, listed = whole.length } = more;
  return { listed, top: Buffer.from(top, "latin1"), whole: Buffer.from(whole, "latin1") };
}

describe("TOP n 0", () => {
  test.each<[string, string, object]>([
    ["is good with header and blank line", `${HEADER}\r\n`, { verdict: "good" }],
    ["is a warning without its blank line", HEADER, { verdict: "warning", facts: { withoutBlankLine: 1 } }],
    ["is bad with a body", MESSAGE, { verdict: "bad", facts: { withBody: 1 } }],
    ["is bad with another header", "Subject: x\r\n\r\n", { verdict: "bad", facts: { otherHeader: 1 } }],
    ["is good with bare LF where RETR has it too", "Subject: a\n\n", { verdict: "good" }],
    ["is good with an empty header", "\r\n", { verdict: "good" }],
  ])("%s", (_, top, expected) => {
    const whole = top.includes("\n\n") ? "Subject: a\n\nbody\n" : top === "\r\n" ? "\r\nbody\r\n" : MESSAGE;
    expect(topFacts([sample({ top, whole })])).toMatchObject(expected);
  });

  test("is bad where the server refuses it for every message, not for one", () => {
    const refused = { ...sample(), top: undefined };
    expect(topFacts([refused])).toEqual({ verdict: "bad", facts: { works: false } });
    expect(topFacts([refused, sample()])).toMatchObject({ verdict: "good", facts: { messages: 1 } });
  });

  test("is judged alone where nothing may be retrieved", () => {
    const alone = { ...sample(), whole: undefined };
    expect(topFacts([alone])).toMatchObject({ verdict: "good", facts: { compared: 0 } });
  });
});

describe("the octets of RETR", () => {
  test("are those of LIST, or the difference is told", () => {
    expect(octetFacts([sample()])).toMatchObject({ verdict: "good", facts: { messages: 1, different: 0 } });
    expect(octetFacts([sample(), sample({ listed: MESSAGE.length + 2 })])).toMatchObject({
      verdict: "warning",
      facts: { messages: 2, different: 1, most: 2 },
    });
  });

  test("are not compared with a size that was no number", () => {
    expect(octetFacts([sample({ listed: null })])).toMatchObject({ verdict: "good", facts: { messages: 0 } });
  });
});

describe("dot-stuffing", () => {
  test("is good where lines with dots came through and the octets agree", () => {
    expect(dotStuffingFacts([sample()])).toMatchObject({
      verdict: "good",
      facts: { lines: 1, sizesAgree: 1 },
    });
  });

  test("is not known without such a line, or where the octets do not agree", () => {
    expect(dotStuffingFacts([sample({ whole: HEADER })])).toMatchObject({
      verdict: "note",
      facts: { lines: 0 },
    });
    expect(dotStuffingFacts([sample({ listed: 7 })]).verdict).toBe("note");
  });
});
