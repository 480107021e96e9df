import { afterEach, describe, expect, test } from "vitest";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

const { mailbox } = MailSession.prototype;
let bench: AppBench;
let browser: Browser;
let id: string;

afterEach(() => {
  MailSession.prototype.mailbox = mailbox;
});

/** A gateway whose sessions, from now on, tell something of themselves that no contract has. */
async function startDrifting(environment: string): Promise<void> {
  bench = await startAppBench({ messages: 1, environment: { NODE_ENV: environment } });
  browser = bench.browser();
  id = (await browser.signIn()).id;
  MailSession.prototype.mailbox = function (this: MailSession) {
    return { ...mailbox.call(this), planted: "here" };
  };
}

describe.each(["test", "development"])("with NODE_ENV=%s", (environment) => {
  test("a reply and an event that drifted from their contracts fail, and the log says where", async () => {
    await startDrifting(environment);
    const reply = await browser.call("GET", `/mailboxes/${id}`);
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toContain("planted");
    const page = await bench.page(browser);
    expect(await page.closeCode).toBe(1011);
    expect(page.all.map(({ type }) => type)).toEqual(["keeping"]);
    expect(bench.log()).toContain("the reply to GET /api/v1/mailboxes/:id breaks its contract at planted");
    expect(bench.log()).toContain('the event \\"mailbox\\" breaks its contract at mailbox.planted');
    // So does every other test in which that happens unnoticed.
    await expect(bench.close()).rejects.toThrow("breaks its contract");
  });
});

test("in production a reply is cut down to its contract, and an event is sent as it is", async () => {
  await startDrifting("production");
  expect(await browser.get(`/mailboxes/${id}`)).not.toHaveProperty("planted");
  const page = await bench.page(browser);
  expect((await page.first("mailbox")).mailbox.id).toBe(id);
  page.close();
  await bench.close();
});
