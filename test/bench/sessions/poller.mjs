import { Agent, get } from "node:http";

// Asks each address again and again: node poller.mjs URL …; on "report" sends for each the longest wait since the last report.

/** Milliseconds from one question to the next, and at once where the answer took longer. */
const EVERY_MS = 5;
const agent = new Agent({ keepAlive: true });
const polls = process.argv.slice(2).map((url) => ({ url, longestMs: 0, askedAt: 0 }));

process.on("message", () => {
  const now = performance.now();
  // One that still waits has waited at least that long.
  process.send(polls.map(({ longestMs, askedAt }) => Math.max(longestMs, askedAt === 0 ? 0 : now - askedAt)));
  for (const poll of polls) poll.longestMs = 0;
});
process.once("disconnect", () => process.exit());
for (const poll of polls) ask(poll);
process.send(0);

function ask(poll) {
  poll.askedAt = performance.now();
  get(poll.url, { agent }, (response) => {
    response.resume();
    response.once("end", () => {
      const waitedMs = performance.now() - poll.askedAt;
      poll.longestMs = Math.max(poll.longestMs, waitedMs);
      poll.askedAt = 0;
      setTimeout(ask, Math.max(0, EVERY_MS - waitedMs), poll);
    });
  });
}
