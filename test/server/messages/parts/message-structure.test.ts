import { MAX_ROWS, readStructure } from "@popgate/server/messages/parts/message-structure";
import { openPart } from "@popgate/server/messages/parts/part-stream";
import type { StructurePart } from "@popgate/shared/api/structure";
import { expect, test } from "vitest";
import { SAMPLES } from "../../../corpus/structures.ts";
import { UU_LINES } from "../../../corpus/text-files.ts";
import { mail, stored } from "../stored.ts";

const MESSAGE = mail(
  "Subject: x",
  'Content-Type: multipart/mixed; boundary="outer"',
  "",
  "This is the preamble.",
  "--outer",
  'Content-Type: multipart/alternative; boundary="inner"',
  "",
  "--inner",
  "Content-Type: text/plain; charset=UTF-8",
  "Content-Transfer-Encoding: Quoted-Printable",
  "",
  "gr=C3=BC=C3=9Fe",
  "--inner",
  "Content-Type: text/html",
  "Content-ID: <words@x>",
  "",
  "<p>x</p>",
  "--inner--",
  "epilogue",
  "--outer",
  "Content-Type: message/rfc822",
  "Content-Disposition: attachment; filename=../in.eml",
  "",
  "Subject: in",
  "",
  "within",
  "--outer--",
  "",
);
const structureOf = (raw: string | Buffer, within?: string) => readStructure(stored(raw), { within });
const lineOf = ({ depth, contentType, part }: StructurePart) => `${depth} ${contentType} ${part ?? "-"}`;

test("tells the parts in their order, each behind the multipart that it belongs to", async () => {
  const { parts, isCut, notices } = await structureOf(MESSAGE);
  expect(parts.map(lineOf)).toEqual([
    "0 multipart/mixed -",
    "1 multipart/alternative -",
    "2 text/plain p1",
    "2 text/html p2",
    "1 message/rfc822 p3",
  ]);
  expect({ isCut, notices }).toEqual({ isCut: false, notices: [] });
  expect(parts[1]).toMatchObject({ boundary: "inner", content: null });
  expect(parts[2]).toMatchObject({ charset: "UTF-8", encoding: "quoted-printable", content: 7 });
  expect(parts[3]).toMatchObject({ contentId: "words@x", encoding: "", charset: null, disposition: null });
  expect(parts[4]).toMatchObject({ filename: "in.eml", disposition: "attachment", isMessage: true });
});

test("the octets that it names are those where the part stands", async () => {
  const { parts } = await structureOf(MESSAGE);
  const cut = ({ header, body, end }: StructurePart) => [
    MESSAGE.slice(header, body).split("\r\n")[0],
    MESSAGE.slice(body, end),
  ];
  expect(parts.slice(2).map(cut)).toEqual([
    ["Content-Type: text/plain; charset=UTF-8", "gr=C3=BC=C3=9Fe"],
    ["Content-Type: text/html", "<p>x</p>"],
    ["Content-Type: message/rfc822", "Subject: in\r\n\r\nwithin"],
  ]);
  expect(parts[0]).toMatchObject({ header: 0, body: MESSAGE.indexOf("This is"), end: MESSAGE.length });
  const [, inner] = parts;
  expect(MESSAGE.slice(inner?.body, inner?.end)).toMatch(/^--inner\r\n[^]*--inner--\r\nepilogue$/);
});

test.each(SAMPLES)("each part can be saved under its name, in any chunks: $name", async ({ raw }) => {
  const whole = await structureOf(raw);
  const bytewise = stored(raw);
  bytewise.read = () => {
    const stream = stored(raw).read();
    return stream.flatMap((chunk: Buffer) => Array.from(chunk, (octet) => Buffer.from([octet])));
  };
  expect(await readStructure(bytewise, {})).toEqual(whole);
  for (const { part, content, body, end } of whole.parts) {
    expect(end).toBeGreaterThanOrEqual(body);
    if (part === null) continue;
    const opened = await openPart(stored(raw), part);
    const octets = Buffer.concat((await opened?.stream.toArray()) ?? []);
    expect(octets).toHaveLength(content ?? -1);
  }
});

test("a text that holds files is one part, saved with all its words", async () => {
  const text = mail("words", "begin 644 a.bin", ...UU_LINES, "`", "end", "");
  const raw = mail("Subject: x", "", text);
  const { parts } = await structureOf(raw);
  expect(parts.map(lineOf)).toEqual(["0 text/plain p1"]);
  const opened = await openPart(stored(raw), "p1");
  expect(opened?.filename).toBe("part-1.txt");
  expect(Buffer.concat((await opened?.stream.toArray()) ?? []).toString()).toBe(text);
});

test("parts of a message within are named behind its own name, and open so", async () => {
  const opened = await openPart(stored(MESSAGE), "p3");
  const inner = Buffer.concat((await opened?.stream.toArray()) ?? []);
  const { parts } = await structureOf(inner, "p3");
  expect(parts.map(({ part }) => part)).toEqual(["p3.p1"]);
  const within = await openPart(stored(MESSAGE), "p3.p1");
  expect(Buffer.concat((await within?.stream.toArray()) ?? []).toString()).toBe("within");
});

test.each(["p0", "p4", "p01", "p-1", "p", "P1", "p1.p1", "p9999999"])("has no part %j", async (part) => {
  expect(await openPart(stored(MESSAGE), part)).toBeUndefined();
});

test("ten thousand parts are told as far as they are read, with a word", async () => {
  const raw = mail(
    "Content-Type: multipart/mixed; boundary=b",
    "",
    ...Array(10_000).fill("--b\r\n\r\nx"),
    "--b--",
  );
  const { parts, notices } = await structureOf(raw);
  expect(parts).toHaveLength(1001);
  expect(notices).toContain("too many parts: the first 1000 are shown");
});

test("ten thousand multiparts, which hold nothing, are cut as well", async () => {
  const each = mail("--b", "Content-Type: multipart/mixed; boundary=c", "", "");
  const raw = mail("Content-Type: multipart/mixed; boundary=b", "", ...Array(10_000).fill(each), "--b--");
  const { parts, isCut } = await structureOf(raw);
  expect(parts).toHaveLength(MAX_ROWS);
  expect(isCut).toBe(true);
});
