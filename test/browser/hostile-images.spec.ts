import { expect, test } from "@playwright/test";
import { FRAME_SANDBOX } from "@popgate/server/messages/html/html-document";
import { messagesUrl, openMailboxOf } from "../hostile/as-a-person.ts";
import { CONTROLLED } from "../hostile/corpus.ts";
import { startHostileBench } from "../hostile/hostile-bench.ts";
import { watchBrowser } from "../hostile/watched-browser.ts";

test.use({ trace: "off", screenshot: "off" });

/** Documents in one page at a time. */
const FRAMES = 40;

test("with images allowed all mails together ask for images under TLS without cookie and referrer, and for nothing else", async () => {
  test.slow();
  const mails = CONTROLLED.flatMap((theme) => theme.mails);
  const bench = await startHostileBench();
  const watched = await watchBrowser(bench.url);
  const page = await watched.newPage();
  await openMailboxOf(page, watched.url, bench.mailboxOf(mails));
  const messages = await messagesUrl(page, watched.url);
  const addresses = mails.map(({ id }) => `${messages}${id}/html?images=allow`);
  let shown = 0;
  for (let at = 0; at < addresses.length; at += FRAMES) {
    const some = addresses.slice(at, at + FRAMES);
    shown += await page.evaluate(showFrames, { addresses: some, sandbox: FRAME_SANDBOX });
    await watched.quiet();
  }
  // Not the texts, nor the files.
  expect(shown).toBeGreaterThan(mails.length / 2);
  const { ran, called, calls, connections, navigations, pages } = watched.evidence();
  expect({ ran, navigations, pages }).toEqual({ ran: new Set(), navigations: [], pages: 0 });
  expect(connections).toEqual({ tls: expect.any(Number), clear: 0, silent: 0 });
  // Far from all: most would call for something else, or in clear.
  expect(called.size).toBeGreaterThan(20);
  for (const call of calls) {
    expect(call).toMatchObject({ method: "GET", isTls: true, purpose: "image", cookie: undefined });
    expect(call.referrer).toBeUndefined();
  }
  expect(await watched.close()).toEqual(new Set());
  await bench.stop();
});

/**
 * In the browser: the documents all at once, framed as the reader frames one; those before them go.
 *
 * @returns how many there are: a mail may have none
 */
async function showFrames(asked: { addresses: readonly string[]; sandbox: string }): Promise<number> {
  for (const frame of document.querySelectorAll("body > iframe")) frame.remove();
  const loaded = asked.addresses.map(async (address) => {
    const { ok } = await fetch(address);
    if (!ok) return 0;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", asked.sandbox);
    frame.src = address;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener("load", resolve));
    return 1;
  });
  return (await Promise.all(loaded)).reduce<number>((sum, each) => sum + each, 0);
}
