import { inspectHtml } from "@popgate/server/messages/html/inspect-html";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { RecentReadings } from "@popgate/server/messages/thread/recent-readings";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PNG } from "../../../corpus/structures.ts";
import { mail, stored } from "../stored.ts";

const LOOK = { allowImages: false, theme: "light" } as const;
/** So long that a thread asks for its octets. */
const FILL = "<p>words</p>".repeat(8000);

/** A message that counts how often somebody begins to read it. */
function counted(raw: string) {
  const message = stored(raw);
  const counts = { reads: 0 };
  return {
    counts,
    raw: {
      octets: message.octets,
      read: (...range: Parameters<typeof message.read>) => {
        counts.reads += 1;
        return message.read(...range);
      },
    },
  };
}

describe("a message that was opened", () => {
  test("is not read again for its document, which is the same as of one that was not", async () => {
    const reader = new MessageReader();
    const { counts, raw } = counted(
      mail("Content-Type: text/html", "", `${FILL}<a href="https://b.example">a.com</a>`),
    );
    const unread = await reader.render(raw, LOOK);
    expect(counts.reads).toBe(1);
    await reader.read(raw, { uid: "u" });
    expect(counts.reads).toBe(2);
    expect(await reader.render(raw, LOOK)).toEqual(unread);
    expect(await reader.render(raw, { ...LOOK, allowImages: true })).toBeDefined();
    expect(counts.reads).toBe(2);
    await reader.close();
  });

  test("is read once more for its own pictures alone", async () => {
    const reader = new MessageReader();
    const lines = [
      'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n',
      `${FILL}<img src="cid:p">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <p>`,
      `Content-Transfer-Encoding: base64\r\n\r\n${PNG.toString("base64")}\r\n--b--`,
    ];
    const { counts, raw } = counted(mail(...lines));
    await reader.read(raw, { uid: "u" });
    expect((await reader.render(raw, LOOK))?.html).toContain("data:image/png");
    expect(counts.reads).toBe(2);
    await reader.close();
  });
});

describe("readings are kept", () => {
  const of = (html: string) => ({ html: inspectHtml(html), attachments: [] });
  const message = () => stored(Buffer.from("x"));

  afterEach(() => {
    vi.useRealTimers();
  });

  test("for a minute", () => {
    vi.useFakeTimers();
    const readings = new RecentReadings();
    const raw = message();
    readings.keep(raw, of("a"));
    vi.advanceTimersByTime(59_000);
    expect(readings.of(raw)).toEqual(of("a"));
    vi.advanceTimersByTime(1000);
    expect(readings.of(raw)).toBeUndefined();
  });

  test("of the last thirty-two messages", () => {
    const readings = new RecentReadings();
    const all = Array.from({ length: 33 }, message);
    for (const raw of all) readings.keep(raw, of("a"));
    expect(all.map((raw) => readings.of(raw) !== undefined)).toEqual([false, ...Array(32).fill(true)]);
    readings.clear();
    expect(all.filter((raw) => readings.of(raw) !== undefined)).toEqual([]);
  });

  test("as far as sixteen million characters go, a message that is read again counting once", () => {
    const readings = new RecentReadings();
    const long = { html: { ...of("").html, source: "x".repeat(6_000_000) }, attachments: [] };
    const [first, second, third] = [message(), message(), message()];
    readings.keep(first, long);
    readings.keep(first, long);
    readings.keep(second, long);
    expect(readings.of(first)).toEqual(long);
    readings.keep(third, long);
    expect([first, second, third].map((raw) => readings.of(raw) !== undefined)).toEqual([false, true, true]);
    readings.keep(first, { ...long, html: { ...long.html, source: "x".repeat(17_000_000) } });
    expect(readings.of(first)).toBeUndefined();
    expect(readings.of(third)).toEqual(long);
  });
});
