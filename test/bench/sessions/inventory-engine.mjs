import { DEFAULT_DEADLINES } from "@popgate/server/pop3/deadlines";
import { openClient } from "@popgate/server/pop3/opening/open-client";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";

// The built engine, once, as the gateway calls it: node inventory-engine.mjs PORT USER; prints milliseconds.

const [port, user] = process.argv.slice(2);
const started = performance.now();
const client = await openClient({
  server: { host: "127.0.0.1", port: Number(port), security: "none" },
  dial: {},
  deadlines: DEFAULT_DEADLINES,
  log: new TranscriptLog(),
  credentials: { user, secret: () => user },
  mechanism: "auto",
  readsMaildrop: true,
});
const { list, uidl } = await client.inventory();
console.log(performance.now() - started, list.length + uidl.length);
client.close("the bench is over");
