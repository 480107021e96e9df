import { parentPort } from "node:worker_threads";
import { simpleParser } from "mailparser";

// Reads one message as its documentation shows, a text made of HTML included, and tells how many milliseconds that took.
await simpleParser(Buffer.from("Subject: warm\r\n\r\nx"));
async function read(octets) {
  const started = performance.now();
  await simpleParser(Buffer.from(octets));
  parentPort?.postMessage(performance.now() - started);
}

parentPort?.on("message", (octets) => void read(octets));
parentPort?.postMessage("ready");
