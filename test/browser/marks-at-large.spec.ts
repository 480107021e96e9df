import { expect, type Page } from "@playwright/test";
import { smallMessage } from "../support/gateway/demo-session.ts";
import { benchMessages, openMailbox, rowOf, test, type PagePeer } from "../support/page/page-bench.ts";

/** As many as a person marks in one go when a mailing list is given up. */
const MORE = 10_000;

const marks = (page: Page) => page.getByRole("region", { name: "Marked messages" });

/** What the page sends and is told of marks. */
function listen(page: Page) {
  const heard = { requests: 0, events: 0, wholes: 0 };
  page.on("request", (request) => {
    const isMarks = /\/marks?(\?|$)/.test(new URL(request.url()).pathname);
    if (isMarks && request.method() === "GET") heard.wholes += 1;
    else if (isMarks) heard.requests += 1;
  });
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (payload.toString().startsWith('{"type":"marks"')) heard.events += 1;
    });
  });
  return heard;
}

/** Every figure that the bar ever showed, each once in its order. */
async function watchFigures(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    const look = (): void => {
      const text = document.querySelector("section[aria-label='Marked messages'] b")?.parentElement
        ?.textContent;
      if (text !== undefined && text !== shown.at(-1)) shown.push(text);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    look();
  });
  // The page's own global has no type here.
  return () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
}

function deliverMore(peer: PagePeer): number {
  let octets = 0;
  for (let nth = 1; nth <= MORE; nth += 1) {
    const message = smallMessage(nth);
    octets += message.length;
    peer.deliver(message);
  }
  return octets;
}

test("ten thousand are marked by one request and told by one event, and what is freed is never wrong", async ({
  page,
  peer,
}) => {
  const octets = deliverMore(peer) + benchMessages().reduce((sum, { length }) => sum + length, 0);
  const heard = listen(page);
  await openMailbox(page, `Message ${MORE}`);
  await rowOf(page, `Message ${MORE}`).first().focus();
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: "Selected messages" });
  await bar.getByRole("button", { name: /Select all/ }).click();
  const figures = await watchFigures(page);
  await bar.getByRole("button", { name: "Mark", exact: true }).click();
  const all = `${(MORE + benchMessages().length).toLocaleString("en")} marked`;
  const frees = `frees ${(octets / 1e6).toFixed(1)} MB`;
  await expect(marks(page)).toContainText(`${all} ${frees}`, { timeout: 30_000 });
  expect(await figures()).toEqual([`${all} frees …`, `${all} ${frees}`]);
  expect(heard).toEqual({ requests: 1, events: 1, wholes: 0 });
});
