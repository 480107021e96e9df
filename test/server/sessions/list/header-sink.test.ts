import { HeaderSink } from "@popgate/server/sessions/list/header-sink";
import { expect, test } from "vitest";

test("what is kept is a copy: the octets that the engine lends may be written over", () => {
  const sink = new HeaderSink();
  const lent = Buffer.from("From: a\r\n");
  sink.write(lent);
  lent.write("Date: b");
  sink.write(lent);
  expect(sink.takeHeader().toString()).toBe("From: a\r\nDate: b\r\n");
});

test("ends with the empty line, also where that is split between two chunks", () => {
  const sink = new HeaderSink();
  for (const chunk of ["From: a\r\n\r", "\nbody\r\n\r\n", "more"]) sink.write(Buffer.from(chunk));
  expect(sink.takeHeader().toString()).toBe("From: a\r\n\r\n");
});

test("keeps sixty-four kilobytes of a header that has no end", () => {
  const sink = new HeaderSink();
  for (let nth = 0; nth < 5; nth += 1) sink.write(Buffer.alloc(20 * 1024, "x"));
  expect(sink.takeHeader().length).toBe(64 * 1024);
});
