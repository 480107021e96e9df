import { startDemo } from "@popgate/server/demo/demo-server";
import { smallMessage } from "../support/gateway/demo-session.ts";

// The demo server in a process of its own, so that its memory and its time are not the gateway's.
// Forked by load.ts with the number of people and of messages; answers with its port, then with the truth
// about every maildrop when asked.

const [people = 1, messages = 1] = process.argv.slice(2).map(Number);
const demo = await startDemo({ failedLoginDelayMs: 0, sessionsPerAddress: 2 * people });
for (let nth = 0; nth < people; nth += 1) {
  demo.control.createMailbox({ user: userName(nth), password: userName(nth) });
  for (let message = 1; message <= messages; message += 1) {
    demo.control.deliver(userName(nth), smallMessage(message), `m${message}`);
  }
}
process.on("message", () => {
  const left = Array.from({ length: people }, (_, nth) => demo.control.peek(userName(nth)).length);
  process.send?.({ left });
});
process.send?.({ port: demo.pop3Port });

function userName(nth: number): string {
  return `person-${nth}`;
}
