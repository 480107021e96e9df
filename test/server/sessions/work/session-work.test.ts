import { describe, expect, it } from "vitest";
import { SerialQueue } from "@popgate/server/sessions/work/session-work";

describe("the serial queue", () => {
  it("runs one thing at a time, in the order of asking, whatever each takes", async () => {
    const queue = new SerialQueue();
    const said: string[] = [];
    const work = (name: string, turns: number) => async () => {
      said.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      said.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all([
      queue.run(work("a", 9)),
      queue.run(work("b", 1)),
      queue.run(work("c", 3)),
    ]);
    expect(results).toEqual(["a", "b", "c"]);
    expect(said).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  it("tells what runs that something waits for its end, also what waited before it began", async () => {
    const queue = new SerialQueue();
    const told = (othersWait: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (othersWait.aborted) return resolve();
        return othersWait.addEventListener("abort", () => resolve(), { once: true });
      });
    const heard: boolean[] = [];
    const first = queue.run(told);
    const second = queue.run(told);
    const last = queue.run(async (othersWait) => void heard.push(othersWait.aborted));
    await Promise.all([first, second, last]);
    expect(heard).toEqual([false]);
    await queue.run(async (othersWait) => void heard.push(othersWait.aborted));
    expect(heard).toEqual([false, false]);
  });

  it("goes on after a failure, which only its own caller hears", async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => Promise.reject(new Error("no")));
    const next = queue.run(() => Promise.resolve("yes"));
    await expect(failing).rejects.toThrow("no");
    await expect(next).resolves.toBe("yes");
    expect(queue.isIdle).toBe(true);
  });

  it("refuses more than a bounded number of waiters, and takes new ones once they are served", async () => {
    const queue = new SerialQueue();
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const accepted = Array.from({ length: 200 }, () => queue.run(() => gate));
    await expect(queue.run(() => gate)).rejects.toMatchObject({ code: "too-many-requests" });
    open();
    await Promise.all(accepted);
    await expect(queue.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
