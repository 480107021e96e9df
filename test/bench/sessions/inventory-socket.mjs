import { connect } from "node:net";

// The least that a client can do, once: it parses nothing. node inventory-socket.mjs PORT USER; prints milliseconds.

const [port, user] = process.argv.slice(2);
/** What is written, each when the answer to the one before has come; the last answer ends with that of NOOP. */
const steps = [`USER ${user}\r\n`, `PASS ${user}\r\n`, "STAT\r\nLIST\r\nUIDL\r\nNOOP\r\n"];
const started = performance.now();
const socket = connect({ host: "127.0.0.1", port: Number(port), noDelay: true });
let tail = "";
socket.on("data", (chunk) => {
  if (steps.length > 0) return void socket.write(steps.shift());
  tail = (tail + chunk.toString("latin1", Math.max(0, chunk.length - 64))).slice(-64);
  // The dot that ends UIDL's answer, and one line behind it.
  if (!/\r\n\.\r\n\+OK[^\r]*\r\n$/.test(tail)) return;
  console.log(performance.now() - started);
  socket.destroy();
});
