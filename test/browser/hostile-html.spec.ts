import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { FRAME_SANDBOX, htmlDocument, type HtmlDocument } from "@popgate/server/messages/html/html-document";
import { expect, test, type Page } from "@playwright/test";
import { hostileHtml } from "../server/messages/html/hostile-html.ts";
import { PNG } from "../corpus/structures.ts";
import { listen } from "../support/line/listen.ts";
import { findBrowser, launchOptions } from "../support/page/browser.ts";

// The walls are judged in the browser that people have.
test.use({ launchOptions: launchOptions(findBrowser()) });

/** Where mail calls if it gets through: counts connections and keeps the first octet of each. */
async function startAway() {
  const firstOctets: (number | undefined)[] = [];
  const server = createTcpServer((socket) => {
    const at = firstOctets.push(undefined) - 1;
    socket.on("data", (octets) => {
      firstOctets[at] ??= octets[0];
      socket.end();
    });
    socket.on("error", () => {});
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, firstOctets, close: () => server.close() };
}

interface Reply {
  readonly html: string;
  readonly headers: Record<string, string>;
}

/** A page with one frame for each document, and the session's cookie as the gateway sets it. */
async function startPage(documents: readonly Reply[], sandbox: string | undefined) {
  const cookies: (string | undefined)[] = [];
  const attribute = sandbox === undefined ? "" : ` sandbox="${sandbox}"`;
  const frames = documents.map((_, at) => `<iframe src="/document/${at}"${attribute}></iframe>`);
  const server = createHttpServer((request, response) => {
    const [, name, at] = (request.url ?? "").split("/");
    if (name === "") {
      const headers = {
        "content-type": "text/html",
        "set-cookie": "sid=1; HttpOnly; SameSite=Strict; Path=/",
      };
      response.writeHead(200, headers).end(`<title>page</title>${frames.join("")}`);
    } else if (name === "document") {
      const reply = documents[Number(at)];
      response.writeHead(200, reply?.headers ?? {}).end(reply?.html);
    } else {
      if (name === "part") cookies.push(request.headers.cookie);
      response.writeHead(200, { "content-type": "image/png" }).end(PNG);
    }
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, cookies, close: () => server.close() };
}

/** Shows the documents and tells what they did. */
async function show(page: Page, documents: readonly Reply[], sandbox: string | undefined) {
  const served = await startPage(documents, sandbox);
  let scripts = 0;
  let popups = 0;
  const navigations: string[] = [];
  page.on("console", (message) => (scripts += message.text() === "RAN" ? 1 : 0));
  page.on("popup", () => (popups += 1));
  page.on("dialog", (dialog) => void dialog.dismiss());
  page.on("framenavigated", (frame) => navigations.push(frame.url()));
  await page.goto(served.url);
  await page.waitForLoadState("networkidle");
  const away = navigations.filter((url) => !url.startsWith(served.url) && !url.startsWith("about:"));
  const top = page.url() === served.url;
  served.close();
  return { scripts, popups, away, top };
}

function defended(html: string, allowImages = false): HtmlDocument {
  return htmlDocument(html, { allowImages, theme: "light", partUrl: () => undefined });
}

test("hostile HTML runs nothing, calls nobody and goes nowhere", async ({ page }) => {
  test.slow();
  const away = await startAway();
  const done = await show(
    page,
    hostileHtml(away.url).map(({ html }) => defended(html)),
    FRAME_SANDBOX,
  );
  expect(done).toEqual({ scripts: 0, popups: 0, away: [], top: true });
  expect(away.firstOctets).toHaveLength(0);
  away.close();
});

test("with images allowed it calls for images under TLS, and does nothing else", async ({ page }) => {
  test.slow();
  const away = await startAway();
  const done = await show(
    page,
    hostileHtml(away.url).map(({ html }) => defended(html, true)),
    FRAME_SANDBOX,
  );
  expect(done).toEqual({ scripts: 0, popups: 0, away: [], top: true });
  // 22 opens a TLS handshake: nothing was asked in clear.
  expect(away.firstOctets.length).toBeGreaterThan(0);
  expect(away.firstOctets.filter((octet) => octet !== 22 && octet !== undefined)).toEqual([]);
  away.close();
});

test("the policy alone stops scripts, opened without a frame too", async ({ page }) => {
  const away = await startAway();
  const { headers } = defended("");
  const html = hostileHtml(away.url)
    .map((vector) => vector.html)
    .filter((vector) => !/<(script|style|iframe|meta|link|plaintext|title|xmp|noembed)/.test(vector))
    .join("\n");
  const served = await startPage([{ html, headers }], undefined);
  let scripts = 0;
  page.on("console", (message) => (scripts += message.text() === "RAN" ? 1 : 0));
  await page.goto(`${served.url}document/0`);
  // Nothing is to happen, and nothing can be waited for; what a policy refused keeps the network from being idle.
  await page.waitForTimeout(1_500);
  expect(scripts).toBe(0);
  expect(away.firstOctets).toHaveLength(0);
  served.close();
  away.close();
});

test("without the defences the same mail does run and call: the canaries sing", async ({ page }) => {
  test.slow();
  const away = await startAway();
  const documents = hostileHtml(away.url).map(({ html }) => ({
    html,
    headers: { "content-type": "text/html" },
  }));
  const done = await show(page, documents, undefined);
  expect(done.scripts).toBeGreaterThan(20);
  expect(away.firstOctets.length).toBeGreaterThan(20);
  away.close();
});

test("a picture of the mail itself is painted", async ({ page }) => {
  const picture = `data:image/png;base64,${PNG.toString("base64")}`;
  const rules = { allowImages: false, theme: "light", partUrl: () => picture } as const;
  const served = await startPage(
    [htmlDocument('<img src="cid:x" width=40 height=40>', rules)],
    FRAME_SANDBOX,
  );
  await page.goto(served.url);
  const image = page.frameLocator("iframe").locator("img");
  await expect(image).toBeVisible();
  // The property exists on every image element; the locator names nothing else.
  expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1);
  served.close();
});

test("a part asked for by URL would come without the session's cookie: so pictures are data", async ({
  page,
}) => {
  const documents: Reply[] = [];
  const served = await startPage(documents, FRAME_SANDBOX);
  const policy = defended("").csp.replace("img-src data:", `img-src ${served.url}`);
  documents.push({
    html: '<img src="/part/1">',
    headers: { "content-type": "text/html", "content-security-policy": policy },
  });
  await page.goto(served.url);
  await page.setContent(`<iframe sandbox="${FRAME_SANDBOX}" src="${served.url}document/0"></iframe>`);
  await expect.poll(() => served.cookies).toEqual([undefined]);
  served.close();
});
