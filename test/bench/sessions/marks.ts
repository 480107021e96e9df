import { chromium, type Page } from "@playwright/test";
import { startDemo } from "@popgate/server/demo/demo-server";
import { PASSWORD, smallMessage, USER } from "../../support/gateway/demo-session.ts";
import { browserFlags, findBrowser, NO_BROWSER } from "../../support/page/browser.ts";
import { median, milliseconds, times, type Section } from "../section.ts";
import { startGatewayFor } from "./gateway-for.ts";
import { Stops } from "./stops.ts";

const MESSAGES = 100_000;
/** Left unmarked, to be clicked. */
const ROWS = 40;
const CLICKS = 15;
const BULK = 10_000;
/** For 100,000 DELEs to a server on loopback on a busy machine. */
const DEADLINE_MS = 300_000;

interface Click {
  readonly frameMs: number;
  readonly replyMs: number;
  readonly replyOctets: number;
  readonly eventOctets: number;
}

/** What a click on "Mark" costs where nothing and where 100,000 messages are marked, in the same page. */
export async function measureMarks(): Promise<Section> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return Stops.whileRunning(async (stops) => {
    const demo = await startDemo({ failedLoginDelayMs: 0 });
    stops.add({ stop: () => demo.close() });
    demo.control.createMailbox({ user: USER, password: PASSWORD });
    for (let nth = 1; nth <= MESSAGES + ROWS; nth += 1)
      demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
    const gateway = stops.add(await startGatewayFor(demo.pop3Port, { POPGATE_DEMO: "off" }));
    const browser = await chromium.launch({ args: browserFlags(), executablePath });
    stops.add({ stop: () => browser.close() });
    // High enough for all the rows that are clicked.
    const page = await browser.newPage({ viewport: { width: 1440, height: 3600 } });
    const sent = new MarkTraffic(page);
    await page.goto(`${gateway.url}/`);
    await page.getByLabel("Address").fill(USER);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("row").filter({ hasText: "Message" }).first().waitFor({ timeout: DEADLINE_MS });
    const few = await clicks(page, sent, 0);
    const bulkMs = await markAtOnce(page, sent, 1, BULK);
    const bulk = `${sent.requests} request and ${sent.events.length} event in ${milliseconds(bulkMs)}`;
    await markAtOnce(page, sent, BULK + 1, MESSAGES);
    const many = await clicks(page, sent, CLICKS);
    return {
      title: `A click on "Mark" with ${MESSAGES.toLocaleString("en")} messages marked`,
      note:
        "In Chromium: from the click to the frame that shows it, and to the end of the reply; medians of " +
        `${CLICKS} rows, each marked once. In the same page first with nothing marked. Another ${BULK.toLocaleString("en")} in one request were ${bulk}.`,
      columns: ["Marked before", "Frame", "Reply", "Octets of reply", "Octets of event"],
      rows: [
        cells("nothing", few),
        cells(MESSAGES.toLocaleString("en"), many),
        [
          "ratio",
          ...(["frameMs", "replyMs", "replyOctets", "eventOctets"] as const).map((key) =>
            times(many[key] / few[key]),
          ),
        ],
      ],
    };
  });
}

function cells(marked: string, { frameMs, replyMs, replyOctets, eventOctets }: Click): string[] {
  return [marked, milliseconds(frameMs), milliseconds(replyMs), String(replyOctets), String(eventOctets)];
}

/** What the page was told of marks. */
class MarkTraffic {
  events: number[] = [];
  requests = 0;

  constructor(page: Page) {
    page.on("response", (response) => {
      if (!isMark(response.url()) || response.request().method() === "GET") return;
      this.requests += 1;
    });
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        if (payload.toString().startsWith('{"type":"marks"')) this.events.push(payload.length);
      });
    });
  }

  clear(): void {
    this.events = [];
    this.requests = 0;
  }
}

function isMark(url: string): boolean {
  return /\/marks?(\?|$)/.test(url);
}

/** One row after the other, from this place on. */
async function clicks(page: Page, sent: MarkTraffic, first: number): Promise<Click> {
  sent.clear();
  const frames: number[] = [];
  const replies: number[] = [];
  const octets: number[] = [];
  for (let nth = 0; nth < CLICKS; nth += 1) {
    const begun = performance.now();
    const answered = page
      .waitForResponse((response) => isMark(response.url()), { timeout: DEADLINE_MS })
      .then(async (response) => {
        octets.push((await response.body()).length);
        return performance.now() - begun;
      });
    const [frameMs, replyMs] = await Promise.all([clickRow(page, first + nth), answered]);
    frames.push(frameMs);
    replies.push(replyMs);
  }
  return {
    frameMs: median(frames),
    replyMs: median(replies),
    replyOctets: median(octets),
    eventOctets: median(sent.events),
  };
}

/** In the page: from the click on a row's button until the frame in which the row says that it is marked. */
function clickRow(page: Page, place: number): Promise<number> {
  return page.evaluate(async (nth) => {
    const row = document.querySelectorAll("[role=row]:has(button)")[nth];
    const button = row?.querySelector("button");
    if (!row || !button) throw new Error(`there is no row ${String(nth)}`);
    const before = row.innerHTML;
    const begun = performance.now();
    button.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      if (row.innerHTML !== before) return performance.now() - begun;
    }
  }, place);
}

/** The messages of these numbers in one request, as the page marks what is selected. @returns milliseconds */
async function markAtOnce(page: Page, sent: MarkTraffic, from: number, to: number): Promise<number> {
  sent.clear();
  const begun = performance.now();
  await page.evaluate(
    async ([first, last]) => {
      const { items } = (await (await fetch("api/v1/mailboxes")).json()) as { items: { id: string }[] };
      const add = Array.from({ length: last - first + 1 }, (_, index) => `m${first + index}`);
      const path = `api/v1/mailboxes/${items[0]?.id ?? ""}/marks`;
      const body = JSON.stringify({ add });
      const reply = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      if (!reply.ok) throw new Error(`${reply.status}: ${await reply.text()}`);
    },
    [from, to] as const,
  );
  return performance.now() - begun;
}
