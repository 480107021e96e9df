import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { threadKeys } from "@popgate/server/sessions/list/thread-keys";
import { gathered, ThreadIndex } from "@popgate/server/sessions/list/threads";

function message(messageId: string, subject: string, references = "", inReplyTo = "") {
  const fields = { "Message-ID": messageId, References: references, "In-Reply-To": inReplyTo };
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return threadKeys(parseHeaderRow(Buffer.from(header.join(""))).ids, subject);
}

type Keys = ReturnType<typeof message> | undefined;
const findThreads = (messages: Keys[]) => new ThreadIndex(messages).threads();
const groupsOf = (...messages: Keys[]) => [...findThreads(messages).rootOf];

describe("a thread", () => {
  test("is held together by references, in whichever order its messages came", () => {
    expect(groupsOf(message("<b>", "x", "<a>"), message("<c>", "y", "<a> <b>"), message("<a>", "z"))).toEqual(
      [0, 0, 0],
    );
  });

  test("holds two answers together whose original is gone", () => {
    expect(groupsOf(message("<b>", "x", "", "<a>"), message("<q>", "q"), message("<c>", "y", "<a>"))).toEqual(
      [0, 1, 0],
    );
  });

  test("takes an answer without references by its subject, in any language", () => {
    const original = message("<a>", "Lunch?");
    expect(groupsOf(original, message("<b>", "AW: Lunch?"), message("<c>", "[team] Re[2]: lunch?"))).toEqual([
      0, 0, 0,
    ]);
  });

  test("does not take messages that merely have the same subject", () => {
    expect(groupsOf(message("<a>", "Invoice"), message("<b>", "Invoice"))).toEqual([0, 1]);
  });

  test("does not take an answer that belongs elsewhere by its references", () => {
    const other = message("<o>", "Other");
    expect(groupsOf(message("<a>", "Lunch?"), other, message("<b>", "Re: Lunch?", "<o>"))).toEqual([0, 1, 1]);
  });

  test("is not made of messages whose header is not known, or says nothing", () => {
    expect(groupsOf(undefined, message("", ""), message("", "Re: "), undefined)).toEqual([0, 1, 2, 3]);
  });

  test("counts its messages", () => {
    const { sizeOf, rootOf } = findThreads([message("<a>", "x"), message("<b>", "x", "<a>"), undefined]);
    expect([...rootOf].map((root) => sizeOf[root])).toEqual([2, 2, 1]);
  });
});

test("headers that arrive in any order make the same threads", () => {
  const all: Keys[] = [
    message("<a>", "Lunch?"),
    message("<b>", "Re: Lunch?"),
    message("<c>", "x", "<z>"),
    message("<d>", "Lunch?"),
    message("<e>", "y", "<z> <d>"),
    message("<f>", "Re: x"),
  ];
  const expected = [...findThreads(all).rootOf];
  fc.assert(
    fc.property(fc.shuffledSubarray([...all.keys()], { minLength: all.length }), (order) => {
      const index = new ThreadIndex(all.map(() => undefined));
      for (const place of order) {
        index.learned(place, all[place]);
        index.learned(place, undefined);
        void index.threads();
      }
      expect([...index.threads().rootOf]).toEqual(expected);
    }),
  );
});

test("threads stand where their first row stood, in themselves in the order of arrival", () => {
  const threads = findThreads([
    message("<a>", "x"),
    message("<q>", "q"),
    message("<b>", "x", "<a>"),
    message("<r>", "r"),
  ]);
  expect(gathered([3, 2, 1, 0], threads)).toEqual([3, 0, 2, 1]);
});

test("a thousand references cost a row six numbers", () => {
  const references = Array.from({ length: 1000 }, (_, nth) => `<${nth}@example.org>`).join("\r\n ");
  expect(message("<a>", "x", references, "<own> <2>").references).toHaveLength(6);
});
