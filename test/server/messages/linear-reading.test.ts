import { readCalendar } from "@popgate/server/messages/facts/calendar-card";
import { unflow } from "@popgate/server/messages/flowed-text";
import { parseAddressList } from "@popgate/server/messages/header/address-list";
import { attachmentName } from "@popgate/server/messages/parts/attachment-name";
import { describe, expect, test } from "vitest";
import { EVEN_GROWTH, growth } from "../../support/growth.ts";

const SIZE = 400_000;
const of = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length));

/** What a grammar means something by, in runs; and what begins or ends so that a search must fail. */
const RUNS = [
  "a",
  ":",
  "@",
  "(",
  ")",
  '"',
  "<",
  ">",
  ",",
  ";",
  "\\",
  ".",
  " ",
  "=?",
  "?=",
  "a@b,",
  '("',
  "<@:",
];
const AROUND = [
  ["", ""],
  ["a@b:", ""],
  ["y", "x"],
] as const;

const TEXTS = RUNS.flatMap((run) =>
  AROUND.map(([before, after]) => ({
    name: `${before}${run}…${after}`,
    text: (size: number) => before + of(run)(size) + after,
  })),
);

/** An address list is cut at 64 Ki characters: within them, and again for each field of a message. */
const LIST_SIZE = 64_000;

async function expectEven(size: number, work: (size: number) => unknown): Promise<void> {
  expect(await growth(size, work)).toBeLessThan(EVEN_GROWTH);
}

describe("the work grows with its input and no faster", () => {
  test.each(TEXTS)("for an address list of $name", async ({ text }) => {
    await expectEven(LIST_SIZE, (size) => parseAddressList(text(size), 1_000));
  });

  test.each(TEXTS)("for a file named $name", async ({ text }) => {
    await expectEven(SIZE, (size) => attachmentName(text(size), "text/plain", "1"));
  });

  test.each([" \n", "> \n", ">>>", "a \n", "-- \n", "\n"])("for flowed text of %j", async (line) => {
    for (const deletesSpace of [true, false]) {
      await expectEven(SIZE * 2, (size) => unflow(of(line)(size), deletesSpace));
    }
  });

  test.each([";X=Y", ';X="Y"', ";X=Y\r\n ", ";", ":", "\\n", "ATTENDEE:mailto:a@b\r\n", "BEGIN:VEVENT\r\n"])(
    "for an invitation of %j",
    async (piece) => {
      const event = (text: string) =>
        `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY${text}:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
      await expectEven(SIZE, (size) => readCalendar(event(of(piece)(size))));
    },
  );
});

test("an invitation with a long line still has its card", () => {
  const calendar = (line: string) =>
    `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Choir\r\n${line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  expect(readCalendar(calendar(`DESCRIPTION:${"x".repeat(100_000)}`))?.summary).toBe("Choir");
});
