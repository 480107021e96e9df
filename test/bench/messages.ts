import { readMessage } from "@popgate/server/messages/message-view";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import { CORPUS } from "../corpus/corpus.ts";

// Messages read each second, beside two libraries: the corpus, which is small and odd, and mail of the usual size.
// node_modules/.bin/tsx test/bench/messages.ts

const ROUNDS = 5;
const MIN_ROUND_MS = 1000;

const readers: Readonly<Record<string, (raw: Buffer) => Promise<unknown>>> = {
  popgate: (raw) => readMessage(new MemoryMessage(raw), { uid: "u" }),
  mailparser: (raw) =>
    simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }),
  "postal-mime": (raw) => PostalMime.parse(raw),
};
const sets: Readonly<Record<string, readonly Buffer[]>> = {
  corpus: CORPUS.map(({ raw }) => raw),
  "newsletters of 80 kB": Array.from({ length: 10 }, (_, at) => newsletter(at)),
  "attachments of 5 MB": [withAttachment(5_000_000)],
};

for (const [set, messages] of Object.entries(sets)) {
  const octets = messages.reduce((sum, { length }) => sum + length, 0);
  for (const [name, read] of Object.entries(readers)) {
    const perSecond: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) perSecond.push(await measure(messages, read));
    const best = Math.max(...perSecond);
    const megabytes = (best * octets) / messages.length / 1e6;
    console.log(
      `${set}: ${name} ${best.toFixed(0)} messages/s, ${megabytes.toFixed(1)} MB/s (best of ${ROUNDS})`,
    );
  }
}

async function measure(
  messages: readonly Buffer[],
  read: (raw: Buffer) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < MIN_ROUND_MS) {
    for (const raw of messages) await read(raw);
    count += messages.length;
  }
  return count / ((performance.now() - started) / 1000);
}

function newsletter(at: number): Buffer {
  const row = `<tr><td style="padding: 10px; color: #333"><a href="https://shop.example/${at}">An offer</a><img src="https://shop.example/${at}.png" width="20"></td></tr>`;
  const html = `<html><body><table>${row.repeat(400)}</table></body></html>`;
  const text = "An offer, one of many.\r\n".repeat(400);
  return Buffer.from(
    [
      `Subject: =?utf-8?Q?Newsletter_=C3=A4_${at}?=`,
      "From: Shop <news@shop.example>",
      "Date: Tue, 1 Jul 2003 10:52:37 +0200",
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      text,
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(html).toString("base64").replace(/.{76}/g, "$&\r\n"),
      "--b--",
    ].join("\r\n"),
  );
}

function withAttachment(octets: number): Buffer {
  const head =
    "Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  return Buffer.from(head + Buffer.alloc(octets, 7).toString("base64").replace(/.{76}/g, "$&\r\n"));
}
