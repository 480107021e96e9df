import { createServer, type Socket } from "node:net";
import { listen } from "../../support/line/listen.ts";
import { letter } from "./letter.ts";

// A POP3 server that has every answer ready, so that a figure is the client's: node mail-server.ts MESSAGES
// Every name is a mailbox with the same messages, and its password is not looked at.

const [count = 0] = process.argv.slice(2).map(Number);
const letters = Array.from({ length: count }, (_, nth) => letter(nth + 1));
const octets = letters.reduce((sum, each) => sum + each.length, 0);
const stuffed = letters.map((each) => each.toString("latin1").replace(/^\./gm, ".."));
const answers = new Map<string, string>([
  ["CAPA", lines(["TOP", "UIDL", "USER", "RESP-CODES", "PIPELINING"])],
  ["STAT", `+OK ${count} ${octets}\r\n`],
  ["LIST", lines(letters.map((each, nth) => `${nth + 1} ${each.length}`))],
  ["UIDL", lines(letters.map((_, nth) => `${nth + 1} ${String(nth + 1).padStart(16, "0")}`))],
  ...["NOOP", "RSET", "QUIT"].map((verb) => [verb, "+OK\r\n"] as const),
]);
for (const [nth, text] of stuffed.entries()) {
  answers.set(`RETR ${nth + 1}`, `+OK\r\n${text}.\r\n`);
  answers.set(`TOP ${nth + 1} 0`, `+OK\r\n${text.slice(0, text.indexOf("\r\n\r\n") + 4)}.\r\n`);
}

process.send?.(await listen(createServer({ noDelay: true }, serve)));
process.once("disconnect", () => process.exit());

function serve(socket: Socket): void {
  let rest = "";
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    const commands = (rest + chunk.toString("latin1")).split("\r\n");
    rest = commands.pop() ?? "";
    socket.write(commands.map(answerTo).join(""), "latin1");
    if (commands.at(-1) === "QUIT") socket.end();
  });
  socket.write("+OK ready\r\n");
}

function answerTo(command: string): string {
  if (command.startsWith("USER ") || command.startsWith("PASS ")) return "+OK\r\n";
  // The bare socket sees by the repeated word that all answers have come, as with Dovecot.
  return answers.get(command) ?? `-ERR Unknown command: ${command}\r\n`;
}

function lines(all: readonly string[]): string {
  return `+OK\r\n${all.map((line) => `${line}\r\n`).join("")}.\r\n`;
}
