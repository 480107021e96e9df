import { Maildrop } from "@popgate/server/maildrop/maildrop";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { BackgroundCommand } from "@popgate/server/pop3/engine/exchange";
import { BoundedSink } from "@popgate/server/sessions/actions/bounded-sink";
import { BodySearchJob } from "@popgate/server/sessions/bulk/body-search-job";
import { roomFor } from "@popgate/server/sessions/bulk/search-plan";
import { afterAll, describe, expect, it } from "vitest";

const KIB = 1024;
const searcher = new MessageSearcher();

afterAll(() => searcher.close());

/** A search in a mailbox whose messages are all of this size, as LIST tells it. */
function search(messages: number, octets: number | null) {
  const uids = Array.from({ length: messages }, (_, at) => `m${at}`);
  const maildrop = new Maildrop(
    uids.map((uid, at) => ({ uid, number: at + 1, octets, sharedBy: 1 })),
    false,
  );
  let end = () => {};
  const whenEnded = new Promise<void>((resolve) => (end = resolve));
  const job: BodySearchJob = new BodySearchJob({
    id: "search",
    q: "needle",
    uids,
    totalOctets: 0,
    mailbox: { maildrop, connection: { kind: "connecting" } },
    searcher,
    cached: () => undefined,
    facts: { isCached: () => false, isMarked: () => false, hasTop: true },
    changed: () => job.hasEnded && end(),
    hasMore: () => {},
  });
  return { job, whenEnded };
}

/** What an engine whose window never ends would ask for. */
function allOf(job: BodySearchJob, each: (command: BackgroundCommand) => void = () => {}): number {
  let count = 0;
  for (let command = job.next(); command !== undefined; command = job.next()) {
    count += 1;
    each(command);
  }
  return count;
}

function answer({ options, done }: BackgroundCommand, message: string): void {
  const octets = Buffer.from(message);
  for (let at = 0; at < octets.length; at += 16 * KIB)
    options.sink?.write(octets.subarray(at, at + 16 * KIB));
  done({ status: "ok", text: "", wireOctets: octets.length });
}

const FILL = "words of a letter\r\n".repeat(20 * KIB);
const IN_FRONT = `Subject: x\r\n\r\nneedle\r\n${FILL}`;
const BEHIND = `Subject: x\r\n\r\n${FILL}needle\r\n`;

describe("a search in bodies", () => {
  it.each([1, null])("asks for a few messages at once where LIST tells %s octets", (octets) => {
    const { job } = search(500, octets);
    expect(allOf(job)).toBe(octets === null ? 3 : 16);
    job.cancel();
  });

  it("holds 2 MiB of messages that are larger than LIST told", () => {
    const { job } = search(500, 1);
    expect(allOf(job, (command) => answer(command, IN_FRONT))).toBe((2 * KIB) / 64);
    job.cancel();
  });

  it("finds what is in front of such a message, and does not say that it is not behind", async () => {
    const { job, whenEnded } = search(2, 1);
    const replies = [IN_FRONT, BEHIND];
    allOf(job, (command) => answer(command, replies.shift() ?? expect.fail("asked for once more")));
    await whenEnded;
    expect(job.view()).toMatchObject({ state: "done", done: 2, found: 1, left: 1 });
  });
});

describe("the room for a reply", () => {
  it("holds a message whose line ends LIST did not count", () => {
    const lines = "forty octets are a short line of a mail\n".repeat(10_000);
    const sink = new BoundedSink(roomFor({ octets: lines.length }));
    sink.write(Buffer.from(lines.replaceAll("\n", "\r\n")));
    expect(sink.isCut).toBe(false);
  });
});
