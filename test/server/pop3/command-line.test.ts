import { CommandLineDecoder, type CommandLine } from "@popgate/server/pop3/wire/command-line";
import { describe, expect, test } from "vitest";

function drain(decoder: CommandLineDecoder, maxOctets?: number): CommandLine[] {
  const lines: CommandLine[] = [];
  for (let line = decoder.next(maxOctets); line !== undefined; line = decoder.next(maxOctets))
    lines.push(line);
  return lines;
}

function decode(chunks: readonly Buffer[], maxOctets?: number): CommandLine[] {
  const decoder = new CommandLineDecoder();
  return chunks.flatMap((chunk) => {
    decoder.push(chunk);
    return drain(decoder, maxOctets);
  });
}

function shown(lines: readonly CommandLine[]): string[] {
  return lines.map((line) =>
    line.kind === "line" ? `${line.octets.toString("latin1")}|${line.ending}` : line.kind,
  );
}

const DIALOGUE = Buffer.from(
  `USER mrose\r\nPASS a b  c\r\n\r\nLIST 1\nX${"y".repeat(300)}\r\nRETR 1\r\nNOOP`,
  "latin1",
);
const EXPECTED = ["USER mrose|crlf", "PASS a b  c|crlf", "|crlf", "LIST 1|lf", "too-long", "RETR 1|crlf"];

describe("CommandLineDecoder", () => {
  test("gives every complete line with its ending, and holds back the unfinished one", () => {
    expect(shown(decode([DIALOGUE]))).toEqual(EXPECTED);
  });

  test.each([1, 2, 3, 5, 7, 11, 64, 254, 255, 256, 512])("does not depend on chunks of %i octets", (size) => {
    const chunks: Buffer[] = [];
    for (let at = 0; at < DIALOGUE.length; at += size) chunks.push(DIALOGUE.subarray(at, at + size));
    expect(shown(decode(chunks))).toEqual(EXPECTED);
  });

  test("does not depend on where one cut falls", () => {
    for (let cut = 0; cut <= DIALOGUE.length; cut++) {
      expect(shown(decode([DIALOGUE.subarray(0, cut), DIALOGUE.subarray(cut)]))).toEqual(EXPECTED);
    }
  });

  test("accepts 255 octets with CRLF and refuses 256", () => {
    const line = (octets: number) => Buffer.from(`${"N".repeat(octets - 2)}\r\n`);
    expect(decode([line(255)])[0]).toMatchObject({ kind: "line" });
    expect(decode([line(256)])).toEqual([{ kind: "too-long" }]);
  });

  test("reports an endless line once and before its end, and reads the line behind it", () => {
    const decoder = new CommandLineDecoder();
    decoder.push(Buffer.alloc(256, "A"));
    expect(drain(decoder)).toEqual([{ kind: "too-long" }]);
    for (let i = 0; i < 100; i++) {
      decoder.push(Buffer.alloc(65_536, "A"));
      expect(drain(decoder)).toEqual([]);
    }
    decoder.push(Buffer.from("\r\nNOOP\r\n"));
    expect(shown(drain(decoder))).toEqual(["NOOP|crlf"]);
  });

  test("takes a longer limit for one line", () => {
    const response = Buffer.from(`${"A".repeat(400)}\r\nQUIT\r\n`);
    expect(shown(decode([response], 1000))).toEqual([`${"A".repeat(400)}|crlf`, "QUIT|crlf"]);
  });

  test("keeps every octet of a line", () => {
    const octets = Buffer.from(
      Array.from({ length: 250 }, (_, i) => (i + 3) % 256).filter((o) => o !== 10 && o !== 13),
    );
    const [line] = decode([Buffer.concat([octets, Buffer.from("\r\n")])]);
    expect(line).toEqual({ kind: "line", octets, ending: "crlf" });
  });

  test("forgets what was given when it is told to", () => {
    const decoder = new CommandLineDecoder();
    decoder.push(Buffer.from("STLS\r\nUSER evil\r\nPASS e"));
    expect(decoder.next()).toMatchObject({ octets: Buffer.from("STLS") });
    decoder.discard();
    decoder.push(Buffer.from("CAPA\r\n"));
    expect(shown(drain(decoder))).toEqual(["CAPA|crlf"]);
  });
});
