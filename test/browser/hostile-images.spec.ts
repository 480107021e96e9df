import { expect, test } from "@playwright/test";
import { FRAME_SANDBOX } from "@popgate/server/messages/html-document";
import { messagesUrl, openMailboxOf } from "../hostile/as-a-person.ts";
import { THEMES } from "../hostile/corpus.ts";
import { startHostileBench } from "../hostile/hostile-bench.ts";
import { watchBrowser } from "../hostile/watched-browser.ts";

test.use({ trace: "off", screenshot: "off" });

const ASKING = ["image", "style", "mutation", "meta", "link"];

for (const theme of THEMES.filter(({ name }) => ASKING.includes(name))) {
  test(`${theme.title}: with images allowed it asks for images under TLS without cookie and referrer, and for nothing else`, async () => {
    test.slow();
    const bench = await startHostileBench([theme]);
    const watched = await watchBrowser(bench.url);
    const page = await watched.newPage();
    await openMailboxOf(page, watched.url, theme);
    const messages = await messagesUrl(page, watched.url);
    const addresses = theme.mails.map(({ id }) => `${messages}${id}/html?images=allow`);
    await page.evaluate(showFrames, { addresses, sandbox: FRAME_SANDBOX });
    await watched.quiet();
    const { ran, calls, navigations, pages } = watched.evidence();
    expect({ ran, navigations, pages }).toEqual({ ran: new Set(), navigations: [], pages: 0 });
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call).toMatchObject({ method: "GET", isTls: true, purpose: "image", cookie: undefined });
      expect(call.referrer).toBeUndefined();
    }
    expect(await watched.close()).toEqual(new Set());
    await bench.stop();
  });
}

/** In the browser: the documents all at once, framed as the reader frames one. */
async function showFrames({ addresses, sandbox }: { addresses: readonly string[]; sandbox: string }) {
  const loaded = addresses.map((address) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", sandbox);
    frame.src = address;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener("load", resolve));
  });
  await Promise.all(loaded);
}
