import { parseHeaderRow } from "@popgate/server/messages/header/header-row";

// How long a list row takes: `node_modules/.bin/tsx -C source test/bench/header-row.ts`

const HEADERS = 20_000;
const trace =
  "Received: from relay.example (relay.example [192.0.2.1])\r\n\tby mx.example with ESMTPS id 1;\r\n\tTue, 1 Jul 2003 10:52:37 +0200\r\n";
const signature = `DKIM-Signature: v=1; a=rsa-sha256; d=example.org;\r\n b=${"x".repeat(300)}\r\n`;

function header(at: number): Buffer {
  const lines = [
    `From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller_${at}?= <sender${at}@example.org>`,
    `To: "Doe, Jane" <jane@example.com>, list${at}@example.com`,
    `Subject: =?utf-8?B?${Buffer.from(`Grüße aus München ${at}`).toString("base64")}?=`,
    "Date: Tue, 1 Jul 2003 10:52:37 +0200 (CEST)",
    `Message-ID: <${at}@example.org>`,
    "Content-Type: multipart/mixed; boundary=x",
  ];
  return Buffer.from(`${trace.repeat(4)}${signature}${lines.join("\r\n")}\r\n\r\n`);
}

const headers = Array.from({ length: HEADERS }, (_, at) => header(at));
for (let round = 1; round <= 5; round += 1) {
  const started = performance.now();
  for (const each of headers) parseHeaderRow(each);
  const took = performance.now() - started;
  console.log(`round ${round}: ${((took / HEADERS) * 1000).toFixed(1)} µs a header`);
}
