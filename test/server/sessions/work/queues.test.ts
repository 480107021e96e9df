import { expect, test } from "vitest";
import { CoalescedWork } from "@popgate/server/sessions/work/queues";

test("runs one at a time, and once for all who ask while it runs", async () => {
  let runs = 0;
  const open: (() => void)[] = [];
  const work = new CoalescedWork(async () => {
    runs += 1;
    await new Promise<void>((resolve) => open.push(resolve));
  });
  const first = work.run();
  await expect.poll(() => open.length).toBe(1);
  const later = [work.run(), work.run(), work.run()];
  open[0]?.();
  await first;
  await expect.poll(() => open.length).toBe(2);
  open[1]?.();
  await Promise.all(later);
  expect(runs).toBe(2);
});

test("goes on after a failure, which only those hear who waited for that run", async () => {
  let [isBad, runs] = [true, 0];
  const work = new CoalescedWork(async () => {
    if (isBad) throw new Error("no room");
    runs += 1;
  });
  await expect(work.run()).rejects.toThrow("no room");
  isBad = false;
  await work.run();
  await work.settled();
  expect(runs).toBe(1);
});
