import { formatFullDate, formatGap, formatRowDate } from "@popgate/web/lib/dates";
import { formatOctets } from "@popgate/web/lib/octets";
import { displayName, fullAddress, initials } from "@popgate/web/lib/people";
import { describe, expect, test } from "vitest";

describe("octets", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [4_210, "4.2 kB"],
    [9_960, "10 kB"],
    [612_000, "612 kB"],
    [999_600, "1.0 MB"],
    [24_800_000, "24.8 MB"],
    [226_000_000, "226 MB"],
    [5_000_000_000_000_000, "5000 TB"],
    [null, "? B"],
  ])("%s is written %s", (octets, text) => {
    expect(formatOctets(octets)).toBe(text);
  });
});

describe("dates of rows", () => {
  const now = new Date(2026, 10, 21, 12, 0).getTime();
  const on = (...at: [number, number, number, number?]): string =>
    formatRowDate(new Date(...at).getTime(), now, "en-GB");
  test("today is a time", () => {
    expect(on(2026, 10, 21, 9)).toBe("09:00");
  });
  test("a time is written as the locale writes it, here and in the reader", () => {
    const early = new Date(2026, 10, 21, 1, 46).getTime();
    // U+202F stands between the time and AM.
    expect(formatRowDate(early, now, "en-US")).toMatch(/^1:46\sAM$/);
    expect(formatFullDate(early, "en-US")).toMatch(/, 1:46\sAM$/);
    expect(formatFullDate(early, "en-GB")).toMatch(/, 01:46$/);
  });
  test("yesterday is a word, though it is but an hour before midnight", () => {
    expect(on(2026, 10, 20, 23)).toBe("Yesterday");
  });
  test("the last days are weekdays, older ones dates", () => {
    expect(on(2026, 10, 19)).toBe("Thu");
    expect(on(2026, 10, 14)).toBe("14 Nov");
    expect(on(2025, 10, 21)).toBe("21 Nov 2025");
  });
  test("a date in the future is written out, so that it is noticed", () => {
    expect(on(2027, 0, 2)).toBe("2 Jan 2027");
  });
  test("a number that is no date is no date", () => {
    expect(formatRowDate(9e15, now)).toBe("");
    expect(formatFullDate(Number.NaN)).toBe("");
  });
});

test("gaps on the wire", () => {
  expect([0, 450, 21_000, 6_100_000, 120_000_000, -5].map(formatGap)).toEqual([
    "+0 ms",
    "+0.5 ms",
    "+21 ms",
    "+6.1 s",
    "+2 min",
    "+0 ms",
  ]);
});

test("people are shown by name, else by address, and stand for their first letters", () => {
  expect(displayName({ name: " ", address: "a@b" })).toBe("a@b");
  expect(displayName(null)).toBe("");
  expect(fullAddress({ name: "Hanna", address: "h@b" })).toBe("Hanna <h@b>");
  expect(["Riverside Choir", "mrose@example.org", "山田 太郎", "🎄", ""].map(initials)).toEqual([
    "RC",
    "M",
    "山太",
    "?",
    "?",
  ]);
});
