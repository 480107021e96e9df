import { ResponseDecoder } from "@popgate/server/pop3/wire/response-decoder";
import { describe, expect, test } from "vitest";

function reading(wire: string): { decoder: ResponseDecoder; events: string[] } {
  const events: string[] = [];
  const decoder = new ResponseDecoder({
    statusLine: (line) => {
      events.push(`status ${line.toString()}`);
      return true;
    },
    body: (octets) => events.push(`body ${octets.toString()}`),
    end: (wireOctets) => events.push(`end ${wireOctets}`),
  });
  decoder.push(Buffer.from(wire));
  return { decoder, events };
}

describe("a terminator without its LF", () => {
  test("ends the body when the owner says that the wait was long enough", () => {
    const { decoder, events } = reading("+OK\r\nhi\r\n.\r");
    expect(decoder.isAtDotCr).toBe(true);
    expect(events).not.toContainEqual(expect.stringMatching(/^end/));
    expect(decoder.acceptDoubtfulEnd()).toBe(true);
    expect(events.at(-1)).toBe("end 11");
    expect(decoder.isIdle).toBe(true);
  });

  test("is not taken from a body that stands anywhere else", () => {
    for (const wire of [
      "+OK\r\n",
      "+OK\r\n.",
      "+OK\r\nhi\r",
      "+OK\r\n..\r",
      "+OK\r\n.\r\r",
      "+OK\r\n.\r\n",
      "+O",
    ]) {
      const { decoder } = reading(wire);
      expect([wire, decoder.isAtDotCr]).toEqual([wire, false]);
      expect(decoder.acceptDoubtfulEnd()).toBe(false);
    }
  });

  test("is read as text when more comes in time", () => {
    const { decoder, events } = reading("+OK\r\n.\r");
    decoder.push(Buffer.from("X\r\n.\r\n"));
    expect(events).toEqual(["status +OK", "body \r", "body X\r\n", "end 13"]);
  });
});

describe("a dot line that a bare LF parts from lines with CRLF", () => {
  test("ends the body when the owner says that the wait was long enough", () => {
    for (const wire of ["+OK\r\na: b\r\n\r\n\n.\r\n", "+OK\r\n\n.\r\n"]) {
      const { decoder, events } = reading(wire);
      expect(decoder.isAtStrayDotLine).toBe(true);
      expect(events).not.toContainEqual(expect.stringMatching(/^end/));
      expect(decoder.acceptDoubtfulEnd()).toBe(true);
      expect(events.at(-1)).toBe(`end ${wire.length}`);
    }
  });

  test("is seen wherever packets end", () => {
    const { decoder } = reading("+OK\r\na\r\n");
    for (const octet of "\n.\r\n") decoder.push(Buffer.from(octet));
    expect(decoder.isAtStrayDotLine).toBe(true);
    decoder.push(Buffer.from("b"));
    expect(decoder.isAtStrayDotLine).toBe(false);
  });

  test("is the end by itself where every line ends with bare LF", () => {
    const { decoder, events } = reading("+OK\na\n.\r\n");
    expect([decoder.isAtStrayDotLine, events.at(-1)]).toEqual([false, "end 9"]);
  });
});
