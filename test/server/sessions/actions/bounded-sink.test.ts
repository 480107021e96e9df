import { BoundedSink } from "@popgate/server/sessions/actions/bounded-sink";
import { expect, test } from "vitest";

test("keeps as much as there is room for, and says that it is not all", () => {
  let received = 0;
  const sink = new BoundedSink(100, (octets) => (received += octets));
  for (let nth = 0; nth < 3; nth += 1) sink.write(Buffer.alloc(30, "x"));
  expect(sink.isCut).toBe(false);
  for (let nth = 0; nth < 3; nth += 1) sink.write(Buffer.alloc(30, "y"));
  expect(sink.isCut).toBe(true);
  expect(received).toBe(180);
  expect(sink.take().toString()).toBe("x".repeat(90) + "y".repeat(10));
});

test("what is kept is a copy: the octets that the engine lends may be written over", () => {
  const sink = new BoundedSink(100);
  const lent = Buffer.from("first ");
  sink.write(lent);
  lent.write("SECOND");
  sink.write(lent);
  expect(sink.take().toString()).toBe("first SECOND");
});
