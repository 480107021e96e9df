import { expect, test } from "@playwright/test";
import { messagesUrl, openMailboxOf } from "../hostile/as-a-person.ts";
import { startHostileBench, type HostileBench } from "../hostile/hostile-bench.ts";
import { htmlMail, mail, type HostileMail } from "../hostile/hostile-mail.ts";

const FILES = mail(
  ['Content-Type: multipart/mixed; boundary="b"'],
  [
    "--b",
    "Content-Type: text/html",
    "Content-Disposition: attachment; filename*=utf-8''..%2f%e2%80%aea%0d%0a%22.html",
    "",
    "<script>1</script>",
    "--b",
    "Content-Type: image/svg+xml",
    "Content-Disposition: inline; filename=a.svg",
    "",
    "<svg onload=x>",
    "--b--",
    "",
  ].join("\r\n"),
);

const naive = { contentType: "text/plain", body: FILES };
const MAILS: readonly HostileMail[] = [
  { id: "html1", ...htmlMail("<p>words</p><img src=https://sender.example/x>") },
  { id: "files1", raw: FILES, naive },
];

const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
const DOCUMENT_POLICY = (images: string) =>
  `sandbox ${SANDBOX}; default-src 'none'; img-src ${images}; style-src 'unsafe-inline'; ` +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/** The words themselves, not the product's constants: a change of a wall is a change here. */
const DOCUMENT = {
  "content-type": "text/html; charset=utf-8",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-dns-prefetch-control": "off",
  "cache-control": "no-store",
};
const SAVED = {
  "content-type": "application/octet-stream",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};
const SOURCE = {
  "content-type": "text/plain; charset=utf-8",
  "content-security-policy":
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};
const PAGE = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; " +
    "require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-dns-prefetch-control": "off",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

for (const basePath of ["/", "/mail/"]) {
  test.describe(`a gateway at ${basePath}`, () => {
    let bench: HostileBench;
    test.beforeAll(async () => {
      bench = await startHostileBench(basePath);
    });
    test.afterAll(() => bench.stop());

    test("has every wall: the frame's sandbox, the document's headers, the file's, the page's", async ({
      page,
    }) => {
      const shown = await page.goto(bench.url);
      expect(shown?.headers()).toMatchObject(PAGE);
      await openMailboxOf(page, bench.url, bench.mailboxOf(MAILS));
      const mailboxes = (await page.request.get(`${bench.url}api/v1/mailboxes`)).headers();
      expect(mailboxes).toMatchObject({ ...PAGE, "cache-control": "no-store" });
      const messages = await messagesUrl(page, bench.url);

      const document = (await page.request.get(`${messages}html1/html`)).headers();
      expect(document).toMatchObject({ ...DOCUMENT, "content-security-policy": DOCUMENT_POLICY("data:") });
      const withImages = (await page.request.get(`${messages}html1/html?images=allow`)).headers();
      expect(withImages).toMatchObject({
        ...DOCUMENT,
        "content-security-policy": DOCUMENT_POLICY("data: https:"),
      });

      const { attachments } = await (await page.request.get(`${messages}files1`)).json();
      expect(attachments).toHaveLength(2);
      for (const { part } of attachments) {
        const file = (await page.request.get(`${messages}files1/parts/${part}`)).headers();
        expect(file).toMatchObject(SAVED);
        expect(file["content-disposition"]).toMatch(
          /^attachment; filename="[\w. -]+"; filename\*=UTF-8''(?:[\w.-]|%20)+$/,
        );
        const inline = await page.request.get(`${messages}files1/parts/${part}?view=inline`);
        // Refused, or the source as text.
        if (inline.status() === 404) continue;
        expect(inline.headers()).toMatchObject(SOURCE);
      }

      await page.locator('[role="row"][data-index="1"]').click();
      await expect(page.locator("iframe")).toHaveAttribute("sandbox", SANDBOX);
      await expect(page.locator("iframe")).toHaveAttribute("referrerpolicy", "no-referrer");

      // Opened without the frame it has no origin either.
      await page.goto(`${messages}html1/html`);
      expect(await page.evaluate(() => self.origin)).toBe("null");
    });
  });
}
