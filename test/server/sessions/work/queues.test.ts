import { expect, test } from "vitest";
import { LatestWriter } from "@popgate/server/sessions/work/queues";

test("writes one at a time, and of those that wait only the last", async () => {
  const written: number[] = [];
  const open: (() => void)[] = [];
  const writer = new LatestWriter<number>(async (value) => {
    written.push(value);
    await new Promise<void>((resolve) => open.push(resolve));
  });
  const first = writer.put(1);
  await expect.poll(() => open.length).toBe(1);
  const later = [writer.put(2), writer.put(3), writer.put(4)];
  open[0]?.();
  await first;
  await expect.poll(() => open.length).toBe(2);
  open[1]?.();
  await Promise.all(later);
  expect(written).toEqual([1, 4]);
});

test("goes on after a failure, which only those hear who waited for that write", async () => {
  const written: string[] = [];
  const writer = new LatestWriter<string>(async (value) => {
    if (value === "bad") throw new Error("no room");
    written.push(value);
  });
  const bad = writer.put("bad");
  await expect(bad).rejects.toThrow("no room");
  await writer.put("good");
  await writer.settled();
  expect(written).toEqual(["good"]);
});
