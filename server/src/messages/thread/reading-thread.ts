import { Readable } from "node:stream";
import { parentPort } from "node:worker_threads";
import { renderHtml } from "../inline-pictures.ts";
import { MemoryMessage } from "../store/memory-message.ts";
import type { OctetRange, ReadableMessage } from "../store/stored-message.ts";
import { readMessage } from "../message-view.ts";
import { readStructure } from "../parts/message-structure.ts";
import { searchMessage } from "../search/search-message.ts";
import type { Answers, FromThread, Task, ThreadReady, ToThread } from "./thread-messages.ts";

// The thread in which messages are read, cleaned or searched. It holds one at a time, and nothing between two.

let current: RemoteMessage | undefined;

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "task") return begin(message);
  if (current?.taskNumber !== message.taskNumber) return undefined;
  return message.kind === "octets" ? current.take(message.reader, message.octets) : current.giveUp();
});

post({ kind: "ready" });

function post(message: FromThread | ThreadReady): void {
  parentPort?.postMessage(message);
}

function begin({ taskNumber, task, octets, whole }: ToThread & { kind: "task" }): void {
  current = undefined;
  if (whole !== undefined) return void work(taskNumber, held(whole), task);
  current = new RemoteMessage(taskNumber, octets);
  return void work(taskNumber, current, task);
}

function held(octets: Uint8Array): ReadableMessage {
  return new MemoryMessage(Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength));
}

async function work(taskNumber: number, raw: ReadableMessage, task: Task): Promise<void> {
  try {
    post({ kind: "done", taskNumber, answer: await answerOf(raw, task) });
  } catch (error) {
    post({
      kind: "failed",
      taskNumber,
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}

async function answerOf(raw: ReadableMessage, task: Task): Promise<Answers[keyof Answers]> {
  switch (task.kind) {
    case "read":
      return readMessage(raw, task);
    case "render":
      return renderHtml(raw, task.message ?? (await readMessage(raw, { uid: "" })), task);
    case "structure":
      return readStructure(raw, task);
    case "search":
      return searchMessage(raw, task.q);
  }
}

/** A message whose octets the other thread holds, and gives piece by piece. */
class RemoteMessage implements ReadableMessage {
  readonly taskNumber: number;
  readonly octets: number;
  readonly #waiting = new Map<
    number,
    { resolve: (octets: Uint8Array | undefined) => void; reject: (error: Error) => void }
  >();
  #readers = 0;

  constructor(taskNumber: number, octets: number) {
    this.taskNumber = taskNumber;
    this.octets = octets;
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
    const { taskNumber } = this;
    const reader = (this.#readers += 1);
    try {
      for (;;) {
        const octets = await new Promise<Uint8Array | undefined>((resolve, reject) => {
          this.#waiting.set(reader, { resolve, reject });
          post({ kind: "pull", taskNumber, reader, range });
        });
        if (octets === undefined) return;
        yield Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
      }
    } finally {
      post({ kind: "close", taskNumber, reader });
    }
  }
}
