import { FirstPages } from "@popgate/server/sessions/list/first-pages";
import { expect, test } from "vitest";

const FOR_EVER_MS = 3_600_000;

/** A sign-in that is under way until it is ended. */
function signIn(pages: FirstPages): () => Promise<void> {
  let end = () => {};
  const over = pages.during(() => new Promise<void>((resolve) => (end = resolve)));
  return () => {
    end();
    return over;
  };
}

test("who waits is called when the last of several sign-ins has its first page", async () => {
  const pages = new FirstPages(FOR_EVER_MS);
  const ends = [signIn(pages), signIn(pages)];
  let isCalled = false;
  pages.after(() => (isCalled = true));
  await ends[0]?.();
  expect(isCalled).toBe(false);
  await ends[1]?.();
  expect(isCalled).toBe(true);
});

test("a sign-in that fails holds nobody up", async () => {
  const pages = new FirstPages(FOR_EVER_MS);
  await expect(pages.during(() => Promise.reject(new Error("wrong password")))).rejects.toThrow("wrong");
  await new Promise<void>((resolve) => pages.after(resolve));
});

test("a sign-in that never ends holds nobody up for ever", async () => {
  const pages = new FirstPages(1);
  signIn(pages);
  await new Promise<void>((resolve) => pages.after(resolve));
});

test("who waits waits no longer than a sign-in counts, though others sign in all the time", async () => {
  const pages = new FirstPages(1);
  const busy = setInterval(() => signIn(pages), 0);
  await new Promise<void>((resolve) => pages.after(resolve));
  clearInterval(busy);
});

test("nobody is called in the middle of asking", async () => {
  let isCalled = false;
  new FirstPages().after(() => (isCalled = true));
  expect(isCalled).toBe(false);
  await Promise.resolve();
  expect(isCalled).toBe(true);
});
