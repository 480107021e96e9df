import { monitorEventLoopDelay } from "node:perf_hooks";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";
import { hostileMessages } from "../corpus/hostile.ts";

// How long messages made to cost time hold up everybody else, read and cleaned as the gateway does.
// node_modules/.bin/tsx test/bench/hostile-messages.ts

const LOOK = { allowImages: false, theme: "light" } as const;
const reader = new MessageReader();
await reader.read(new MemoryMessage(Buffer.from("Subject: warm\r\n\r\nx")), { uid: "" });
for (const { name, raw } of hostileMessages()) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const message = new MemoryMessage(raw);
  const view = await reader.read(message, { uid: "" });
  if (view.hasHtml) await reader.render(message, LOOK);
  const took = performance.now() - started;
  // The timer of the measurement itself runs each millisecond.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  const stall = Math.max(0, delay.max / 1e6 - 1);
  const outcome = view.notices.some((notice) => notice.includes("source is shown")) ? ", given up" : "";
  console.log(
    `${name}: ${took.toFixed(0)} ms in a thread${outcome}, event loop held up ${stall.toFixed(1)} ms`,
  );
}
await reader.close();
