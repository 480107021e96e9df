import { Readable } from "node:stream";
import { MessageError } from "@popgate/server/messages/message-error";
import { MAX_SEARCHED_OCTETS } from "@popgate/server/messages/search/search-message";
import type { OctetRange } from "@popgate/server/messages/store/stored-message";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { afterAll, describe, expect, test } from "vitest";
import { CORPUS } from "../../../corpus/corpus.ts";
import { hostileMessages } from "../../../corpus/hostile.ts";
import { mail, stored } from "../stored.ts";

const searcher = new MessageSearcher();
/** No time at all: whatever is asked of it is given up. */
const hasty = new MessageSearcher({ limitMs: -Infinity });
const LETTER = stored(mail("Subject: Invoice", "Content-Type: text/html", "", "<p>due in <b>M</b>ay</p>"));

afterAll(() => Promise.all([searcher.close(), hasty.close()]));

test("finds words in subject and text, and shows where the first one stands", async () => {
  expect(await searcher.search(LETTER, "may invoice")).toEqual({
    kind: "found",
    snippet: { before: "Invoice due in ", match: "May", after: "" },
  });
});

test("misses what is not there", async () => {
  expect(await searcher.search(LETTER, "June")).toEqual({ kind: "missed" });
});

test("gives up what takes too long, and goes on with the next message", async () => {
  const outcomes = await Promise.all(["a", "b", "c"].map((q) => hasty.search(LETTER, q)));
  expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ kind: "given-up" })));
});

test("reads no more than the beginning of a message that is very large", async () => {
  const asked: (OctetRange | undefined)[] = [];
  const large = {
    octets: 500_000_000,
    read(range?: OctetRange) {
      asked.push(range);
      return LETTER.read();
    },
  };
  expect((await searcher.search(large, "invoice")).kind).toBe("found");
  expect(asked).toEqual([{ start: 0, end: MAX_SEARCHED_OCTETS }]);
});

test("tells why octets cannot be read, and searches the next message", async () => {
  const error = new MessageError("damaged", "the file is not what was written");
  const broken = {
    octets: 5,
    read: () =>
      new Readable({
        read() {
          this.destroy(error);
        },
      }),
  };
  await expect(searcher.search(broken, "x")).rejects.toBe(error);
  expect((await searcher.search(LETTER, "invoice")).kind).toBe("found");
});

test("leaves a message that nobody waits for", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(searcher.search(LETTER, "x", signal)).rejects.toThrow("gone");
});

test("reads every message of the corpus to an end", { timeout: 60_000 }, async () => {
  const outcomes = await Promise.all(CORPUS.map(({ raw }) => searcher.search(stored(raw), "no such word")));
  expect(outcomes.filter(({ kind }) => kind === "given-up")).toEqual([]);
});

describe("ends in time on", () => {
  test.each(hostileMessages())("$name", { timeout: 15_000 }, async ({ raw }) => {
    expect((await searcher.search(stored(raw), "no such word")).kind).not.toBe("found");
  });
});
