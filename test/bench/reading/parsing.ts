import { readMessage } from "@popgate/server/messages/message-view";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import { CORPUS } from "../../corpus/corpus.ts";
import { newsletter, withFile } from "./letters.ts";
import { median, times, type Section } from "../section.ts";

const ROUNDS = 5;
const ROUND_MS = 700;

type Read = (raw: Buffer) => Promise<unknown>;

const SETS: Readonly<Record<string, readonly Buffer[]>> = {
  "the corpus: small and odd": CORPUS.map(({ raw }) => raw),
  "newsletters of 80 kB, text and HTML": Array.from({ length: 10 }, (_, at) =>
    newsletter(`=?utf-8?Q?Newsletter_=C3=A4_${at}?=`),
  ),
  "5 MB, one file": [withFile("a file", 5_000_000)],
};

/** Messages read each second, one after the other, beside two libraries. */
export async function measureParsing(): Promise<Section> {
  const reader = new MessageReader();
  const readers: Readonly<Record<string, Read>> = {
    "Popgate, in the same thread": (raw) => readMessage(new MemoryMessage(raw), { uid: "u" }),
    "Popgate, in a thread of its own": (raw) => reader.read(new MemoryMessage(raw), { uid: "u" }),
    mailparser: (raw) =>
      simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }),
    "postal-mime": (raw) => PostalMime.parse(raw),
  };
  const rows: string[][] = [];
  for (const [set, messages] of Object.entries(SETS)) {
    const perSecond = await compare(messages, Object.values(readers));
    const octets = messages.reduce((sum, { length }) => sum + length, 0) / messages.length;
    for (const [at, name] of Object.keys(readers).entries()) {
      const rate = perSecond[at] ?? Number.NaN;
      rows.push([
        set,
        name,
        rate.toFixed(0),
        ((rate * octets) / 1e6).toFixed(1),
        times(rate / (perSecond[2] ?? Number.NaN)),
        times(rate / (perSecond[3] ?? Number.NaN)),
      ]);
    }
  }
  await reader.close();
  return {
    title: "Messages read each second",
    note:
      "Popgate decodes header and texts, reads HTML for what is remote or misleading in it, makes a text of HTML that has none beside it, " +
      "looks for files in texts, for invitations and reports and for who vouches for the sender, and counts the octets of files without holding them. " +
      "mailparser (told to make neither text of HTML nor HTML of text) and postal-mime decode files into memory. " +
      "In a thread of its own a message is handed over piece by piece, and the gateway answers others meanwhile. One message after the other; median of rounds that take turns.",
    columns: ["Mail", "Reader", "messages/s", "MB/s", "beside mailparser", "beside postal-mime"],
    rows,
  };
}

async function compare(messages: readonly Buffer[], readers: readonly Read[]): Promise<readonly number[]> {
  const taken = readers.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, read] of readers.entries()) {
      const perSecond = await measure(messages, read);
      // The first round warms up.
      if (round > 0) taken[at]?.push(perSecond);
    }
  }
  return taken.map(median);
}

async function measure(messages: readonly Buffer[], read: Read): Promise<number> {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < ROUND_MS) {
    for (const raw of messages) await read(raw);
    count += messages.length;
  }
  return count / ((performance.now() - started) / 1000);
}
