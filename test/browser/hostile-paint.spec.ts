import { expect, type Locator } from "@playwright/test";
import { openMailboxOf, readAll } from "../hostile/as-a-person.ts";
import { startNaiveServer } from "../hostile/control/naive-server.ts";
import { NO_WALL, type Reply } from "../hostile/control/walls.ts";
import { CONTROLLED } from "../hostile/corpus.ts";
import { expectNothing, test } from "../hostile/hostile-test.ts";
import { differingOutside, painted, type Rectangle } from "../hostile/painted.ts";
import { watchBrowser } from "../hostile/watched-browser.ts";

const COVERING = CONTROLLED.filter(({ covers }) => covers);

for (const theme of COVERING) {
  test(`${theme.title}: outside its frame the page is painted as if the mail were empty`, async ({
    bench,
    watched,
  }) => {
    test.slow();
    const [judge, page] = [await watched.newPage(), await watched.newPage()];
    await openMailboxOf(page, watched.url, bench.mailboxOf(theme.mails));
    await readAll(page, theme.mails, async (id, frame) => {
      if (frame === undefined) throw new Error(`${id} has no frame`);
      const inside = await boxOf(page.locator("iframe"));
      const hostile = await painted(page);
      await frame.evaluate(() => document.documentElement.replaceChildren());
      expect(await differingOutside(judge, [hostile, await painted(page)], inside), id).toBe(0);
    });
    expectNothing(watched);
  });

  test(`${theme.title}: with the mail in the page itself it would not be`, async () => {
    const replies = new Map<string, Reply>();
    for (const mail of theme.mails) replies.set(mail.id, await NO_WALL.reply(mail));
    const server = await startNaiveServer([theme], replies, undefined);
    const watched = await watchBrowser(server.url);
    const [judge, page] = [await watched.newPage(), await watched.newPage()];
    await page.goto(`${watched.url}inside/nothing`);
    const empty = await painted(page);
    // Below the page's own heading is the mail.
    const { height: y } = await boxOf(page.locator("#heading"));
    const inside = { x: 0, y, width: Number.MAX_SAFE_INTEGER, height: Number.MAX_SAFE_INTEGER };
    let outside = 0;
    for (const { id } of theme.mails) {
      await page.goto(`${watched.url}inside/${id}`);
      if ((await differingOutside(judge, [empty, await painted(page)], inside)) > 0) outside += 1;
    }
    expect(outside).toBeGreaterThan(theme.mails.length / 2);
    await watched.close();
    await server.close();
  });
}

async function boxOf(locator: Locator): Promise<Rectangle> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("not on screen");
  return box;
}
