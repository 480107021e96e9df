import { entry, multipart, octets, type CorpusEntry } from "./entry.ts";

/** The 256 octets from 0 to 255, uuencoded by another program, and in yEnc. */
export const UU_LINES = [
  'M  $" P0%!@<("0H+# T.#Q 1$A,4%187&!D:&QP=\'A\\@(2(C)"4F)R@I*BLL',
  "M+2XO,#$R,S0U-C<X.3H[/#T^/T!!0D-$149'2$E*2TQ-3D]045)35%565UA9",
  "M6EM<75Y?8&%B8V1E9F=H:6IK;&UN;W!Q<G-T=79W>'EZ>WQ]?G^ @8*#A(6&",
  'MAXB)BHN,C8Z/D)&2DY25EI>8F9J;G)V>GZ"AHJ.DI::GJ*FJJZRMKJ^PL;*S',
  "MM+6VM[BYNKN\\O;Z_P,'\"P\\3%QL?(R<K+S,W.S]#1TM/4U=;7V-G:V]S=WM_@",
  "?X>+CY.7FY^CIZNOL[>[O\\/'R\\_3U]O?X^?K[/W^_P  ",
];
export const YENC_LINE = Buffer.concat([
  Buffer.from(Array.from({ length: 19 }, (_, at) => at + 42)),
  Buffer.from([0x3d, 0x7d]),
  Buffer.from(Array.from({ length: 194 }, (_, at) => at + 62)),
  Buffer.from([0x3d, 0x40, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x3d, 0x4a, 11, 12, 0x3d, 0x4d]),
  Buffer.from(Array.from({ length: 28 }, (_, at) => at + 14)),
]).toString("latin1");

const UU = ["begin 644 all.bin", ...UU_LINES, "`", "end"];
const YENC = ["=ybegin line=300 size=256 name=all.png", YENC_LINE, "=yend size=256 crc32=29058c73"];

export const TEXT_FILES: readonly CorpusEntry[] = [
  entry("uuencode in a text", octets("", "before", ...UU, "after"), {
    text: "before\nafter",
    attachments: ["all.bin application/octet-stream 256"],
    notices: [],
  }),
  entry("uuencode with grave accents for blanks", octets("", "begin 600 a.txt", "#86)C", "`", "end"), {
    text: "",
    attachments: ["a.txt text/plain 3"],
  }),
  entry("uuencode whose last line was stripped", octets("", "begin 600 a.txt", "#86)C", "", "end"), {
    attachments: ["a.txt text/plain 3"],
    notices: [],
  }),
  entry("uuencode without an end", octets("", "begin 644 a.zip", "#86)C"), {
    attachments: ["a.zip application/zip 3"],
    notices: ["a file in the text has no end: it may not be whole"],
  }),
  entry(
    "uuencode that stops in the middle",
    octets("", "begin 644 a.zip", "#86)C", "and so on, dear reader"),
    {
      text: "and so on, dear reader",
      attachments: ["a.zip application/zip 3"],
      notices: ["a file in the text has no end: it may not be whole"],
    },
  ),
  entry("two uuencoded files", octets("", ...UU, "between", ...UU), {
    text: "between\n",
    attachments: ["all.bin application/octet-stream 256", "all.bin application/octet-stream 256"],
  }),
  entry("words that look like uuencode", octets("", "begin 100 apples", "were on the tree"), {
    text: "begin 100 apples\nwere on the tree",
    attachments: [],
  }),
  entry("words that look like uuencode, at the end", octets("", "begin 100 apples"), {
    text: "begin 100 apples",
    attachments: [],
  }),
  entry("a uuencoded name that climbs", octets("", "begin 644 ../../etc/passwd", "#86)C", "`", "end"), {
    attachments: ["passwd application/octet-stream 3"],
  }),
  entry(
    "uuencode in a part beside others",
    multipart("mixed", ["", ...UU], ["Content-Type: application/zip; name=z.zip", "", "z"]),
    { attachments: ["all.bin application/octet-stream 256", "z.zip application/zip 1"] },
  ),
  entry("yEnc in a text", octets("", "before", ...YENC, "after"), {
    text: "before\nafter",
    attachments: ["all.png image/png 256"],
    notices: [],
  }),
  entry(
    "yEnc in pieces",
    octets(
      "",
      "=ybegin part=1 total=2 line=300 size=512 name=all.png",
      "=ypart begin=1 end=256",
      YENC_LINE,
      "=yend size=256 part=1",
    ),
    {
      attachments: ["all.png image/png 256"],
      notices: ["a file in pieces: this message has one of them"],
    },
  ),
  entry("yEnc without an end", octets("", "=ybegin line=128 size=3 name=a.bin", "\x8b\x8c\x8d"), {
    attachments: ["a.bin application/octet-stream 3"],
    notices: ["a file in the text has no end: it may not be whole"],
  }),
  entry("words that look like yEnc", octets("", "=ybegin of the story"), {
    text: "=ybegin of the story",
    attachments: [],
  }),
];
