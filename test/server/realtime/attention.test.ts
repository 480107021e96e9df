import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ServerEvent } from "@popgate/shared/api/events";
import type { MailboxState } from "@popgate/shared/api/mailbox";
import { startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeEach(async () => {
  // Let go as soon as nobody looks, and nothing happens by itself.
  bench = await startAppBench({
    environment: { POPGATE_RELEASE_AFTER: "0.05", POPGATE_CHECK_EVERY: "0" },
  });
});
afterEach(() => bench.close());

interface Page {
  attend(on: boolean): void;
  /** Ends when a mailbox is told to be in this state, after what was seen before: it may not be for long. */
  sees(state: MailboxState): Promise<void>;
  states: MailboxState[];
}

async function openPage(browser: Browser): Promise<Page> {
  const url = `${bench.base.replace("http", "ws")}api/v1/events`;
  const socket = new WebSocket(url, { headers: { cookie: browser.cookie ?? "" }, origin: bench.origin });
  const states: MailboxState[] = [];
  let seen = 0;
  socket.on("message", (data: Buffer) => {
    const event = ServerEvent.parse(JSON.parse(data.toString()));
    if (event.type === "mailbox") states.push(event.mailbox.state);
  });
  await once(socket, "open");
  return {
    states,
    attend: (on) => socket.send(JSON.stringify({ type: "attention", on })),
    async sees(state) {
      while (!states.includes(state, seen)) await once(socket, "message");
      seen = states.indexOf(state, seen) + 1;
    },
  };
}

/** A page whose mailbox is open and looked at. */
async function lookedAt(browser: Browser, mailboxId: string): Promise<Page> {
  const page = await openPage(browser);
  // It may have been let go before the page came.
  await browser.send("POST", `/mailboxes/${mailboxId}/refresh`);
  await page.sees("transaction");
  return page;
}

/** As long as it takes to let a mailbox go that nobody looks at, from now on. */
async function aRelease(): Promise<void> {
  const browser = bench.browser();
  const { id } = await browser.signIn({ user: bench.demo.user, password: bench.demo.password });
  const page = await lookedAt(browser, id);
  page.attend(false);
  await page.sees("released");
}

test("a page that nobody looks at does not keep the maildrop locked", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await lookedAt(browser, id);
  page.attend(false);
  await page.sees("released");
});

test("one page that is looked at is enough", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const [hidden, seen] = [await openPage(browser), await lookedAt(browser, id)];
  hidden.attend(false);
  // Hidden twice is still hidden once.
  hidden.attend(false);
  const before = seen.states.length;
  await aRelease();
  expect(seen.states.slice(before)).not.toContain("released");
  seen.attend(false);
  await hidden.sees("released");
});

test("a mailbox that is opened while the page is hidden is not looked at either", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await lookedAt(browser, id);
  page.attend(false);
  await page.sees("released");
  await browser.signIn({ user: bench.demo.user, password: bench.demo.password });
  const again = await openPage(browser);
  again.attend(false);
  await again.sees("transaction");
  await again.sees("released");
});

test("looking again is looking", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await lookedAt(browser, id);
  page.attend(false);
  await page.sees("released");
  page.attend(true);
  await browser.send("POST", `/mailboxes/${id}/refresh`);
  await page.sees("transaction");
  const before = page.states.length;
  await aRelease();
  expect(page.states.slice(before)).not.toContain("released");
});
