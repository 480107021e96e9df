import { Readable } from "node:stream";
import { parentPort } from "node:worker_threads";
import { renderHtml } from "../inline-pictures.ts";
import type { OctetRange, StoredMessage } from "../message-cache.ts";
import { readMessage } from "../message-view.ts";
import type { Answers, FromThread, Task, ToThread } from "./thread-messages.ts";

// The thread in which messages are read and cleaned. It holds one at a time, and nothing between two.

let current: RemoteMessage | undefined;

parentPort?.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "task":
      current = new RemoteMessage(message.octets, message.sha256);
      void work(current, message.task);
      return;
    case "octets":
      return current?.take(message.reader, message.octets);
    case "give-up":
      return current?.giveUp();
  }
});

post({ kind: "ready" });

function post(message: FromThread): void {
  parentPort?.postMessage(message);
}

async function work(raw: RemoteMessage, task: Task): Promise<void> {
  try {
    post({ kind: "done", answer: await answerOf(raw, task) });
  } catch (error) {
    post({
      kind: "failed",
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}

async function answerOf(raw: StoredMessage, task: Task): Promise<Answers[keyof Answers]> {
  if (task.kind === "render") {
    const message = await readMessage(raw, { uid: "" });
    return renderHtml(raw, message, task);
  }
  const { html: _, ...message } = await readMessage(raw, task);
  return message;
}

/** A message whose octets the other thread holds, and gives piece by piece. */
class RemoteMessage implements StoredMessage {
  readonly octets: number;
  readonly sha256: string;
  readonly #waiting = new Map<
    number,
    { resolve: (octets: Uint8Array | undefined) => void; reject: (error: Error) => void }
  >();
  #readers = 0;

  constructor(octets: number, sha256: string) {
    this.octets = octets;
    this.sha256 = sha256;
  }

  read(range?: OctetRange): Readable {
    return Readable.from(this.#pull(range), { objectMode: false });
  }

  take(reader: number, octets: Uint8Array | undefined): void {
    this.#waiting.get(reader)?.resolve(octets);
    this.#waiting.delete(reader);
  }

  giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error("the octets cannot be read"));
    this.#waiting.clear();
  }

  async *#pull(range: OctetRange | undefined): AsyncGenerator<Buffer> {
    const reader = (this.#readers += 1);
    try {
      for (;;) {
        const octets = await new Promise<Uint8Array | undefined>((resolve, reject) => {
          this.#waiting.set(reader, { resolve, reject });
          post({ kind: "pull", reader, range });
        });
        if (octets === undefined) return;
        yield Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
      }
    } finally {
      post({ kind: "close", reader });
    }
  }
}
