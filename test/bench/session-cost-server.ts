import { createServer, type Socket } from "node:net";
import { listen } from "../support/line/listen.ts";

// A POP3 server that costs as little as one can, in a process of its own so that its time is not the gateway's.
// Forked by session-cost.ts with the number of messages; answers with its port.

const SENDERS = 120;
const THREAD_SHARE = 3;
const SUBJECTS = [
  "Re: [popgate-devel] Release candidate, and what is still open",
  "Your order has been shipped",
  "Minutes of the meeting on Thursday",
  "Invoice 2026-",
  "AW: Rückfrage zum Angebot",
  "Weekly digest: 14 new posts in your groups",
];

const messages = Number(process.argv[2] ?? 1_000);
// With its parent gone nobody else would end it.
process.once("disconnect", () => process.exit());
const server = createServer({ noDelay: true }, (socket) => serve(socket));
process.send?.({ port: await listen(server) });

function serve(socket: Socket): void {
  let user = "";
  let rest = "";
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("latin1")).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("USER ")) user = line.slice("USER ".length);
    socket.write(lines.map((line) => reply(line, user)).join(""));
    if (lines.includes("QUIT")) socket.end();
  });
  socket.write("+OK ready\r\n");
}

function reply(line: string, user: string): string {
  const [verb = "", argument = ""] = line.split(" ");
  switch (verb) {
    case "CAPA":
      return "+OK\r\nTOP\r\nUIDL\r\nUSER\r\nPIPELINING\r\nRESP-CODES\r\n.\r\n";
    case "STAT":
      return `+OK ${messages} ${messages * 4_000}\r\n`;
    case "LIST":
      return listing((number) => `${number} ${4_000 + number}`);
    case "UIDL":
      return listing((number) => `${number} ${uniqueId(user, number)}`);
    case "TOP":
      return `+OK\r\n${header(user, Number(argument))}\r\n.\r\n`;
    case "XEND":
      // Dovecot repeats a command that it does not know; the bare socket waits for that.
      return "-ERR XEND\r\n";
    default:
      return "+OK\r\n";
  }
}

function listing(lineOf: (number: number) => string): string {
  const lines = Array.from({ length: messages }, (_, index) => `${lineOf(index + 1)}\r\n`);
  return `+OK\r\n${lines.join("")}.\r\n`;
}

/** As long as Dovecot's. */
function uniqueId(user: string, number: number): string {
  return `${number.toString(16).padStart(8, "0")}${Buffer.from(user).toString("hex").padStart(8, "0").slice(-8)}`;
}

/** A kilobyte and a half, as a message that came through three servers has; nothing in it is another mailbox's. */
function header(user: string, number: number): string {
  const sender = (number * 7) % SENDERS;
  const subject = SUBJECTS[number % SUBJECTS.length] ?? "";
  const words = `${subject} ${Math.floor(number / SENDERS)}`;
  const isAscii = /^[ -~]*$/.test(words);
  const answers = number % THREAD_SHARE === 0;
  const date = new Date(Date.UTC(2026, 0, 1) + number * 3_600_000).toUTCString();
  return [
    `Return-Path: <sender-${sender}-of-${user}@mail.example>`,
    ...[1, 2, 3].map(
      (hop) =>
        `Received: from relay${hop}.example (relay${hop}.example [192.0.2.${hop}])\r\n\tby mx.example with ESMTPS id ${number}x${hop};\r\n\t${date}`,
    ),
    `DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=2026;\r\n bh=${"h".repeat(43)}=;\r\n b=${"x".repeat(340)}`,
    `From: "Sender ${sender} of ${user}" <sender-${sender}-of-${user}@mail.example>`,
    `To: ${user}@popgate.example, Another Reader <reader-${number % 5}@popgate.example>`,
    isAscii ? `Subject: ${words}` : `Subject: =?utf-8?B?${Buffer.from(words).toString("base64")}?=`,
    `Date: ${date}`,
    `Message-ID: <${user}.${number}.7f3a9c@mail.example>`,
    ...(answers ? [`In-Reply-To: <${user}.${number - 1}.7f3a9c@mail.example>`] : []),
    ...(answers
      ? [
          `References: <${user}.${number - 2}.7f3a9c@mail.example>\r\n <${user}.${number - 1}.7f3a9c@mail.example>`,
        ]
      : []),
    "MIME-Version: 1.0",
    `Content-Type: multipart/${number % 4 === 0 ? "mixed" : "alternative"}; boundary="b${number}"`,
    "",
  ].join("\r\n");
}
