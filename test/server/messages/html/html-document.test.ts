import { inspectHtml } from "@popgate/server/messages/html/inspect-html";
import { DOCUMENT_CSP, htmlDocument } from "@popgate/server/messages/html/html-document";
import { renderHtml } from "@popgate/server/messages/inline-pictures";
import { readMessage } from "@popgate/server/messages/message-view";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileHtml } from "./hostile-html.ts";
import { PNG } from "../../../corpus/structures.ts";
import { mail, stored } from "../stored.ts";

const AWAY = "http://away.example:8025";

/** The cleaned mail, out of its document. */
function clean(html: string, allowImages = false, theme: "light" | "dark" = "light"): string {
  const { html: document } = htmlDocument(html, { allowImages, theme, partUrl: () => undefined });
  const body = /<div class="mail[^"]*">(.*)<\/div><\/body><\/html>$/s.exec(document);
  return body?.[1] ?? expect.fail("the document has another shape");
}

const TAG = /^<(?:\/([a-z0-9]+)|([a-z0-9]+)((?: [a-z-]+(?:="[^"<>]*")?)*)(?: \/)?)>/;
const FORBIDDEN = new Set(
  "script style link meta base iframe frame object embed form input button textarea select svg math video audio source template noscript title body html area map xmp".split(
    " ",
  ),
);

/** Reads what the cleaner wrote, far more strictly than a browser does; every tag with its attributes. */
function tagsOf(html: string): { name: string; attributes: Map<string, string> }[] {
  const tags = [];
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at + 1)) {
    const [, closing, opening, rest = ""] =
      TAG.exec(html.slice(at)) ?? expect.fail(`not a tag: ${html.slice(at, at + 80)}`);
    const pairs = [...rest.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)].map(
      ([, name, value]) => [name ?? "", value ?? ""] as const,
    );
    tags.push({ name: opening ?? closing ?? "", attributes: new Map(pairs) });
  }
  return tags;
}

function assertHarmless(html: string): void {
  for (const { name, attributes } of tagsOf(html)) {
    expect(FORBIDDEN.has(name), name).toBe(false);
    for (const [attribute, value] of attributes) {
      expect(attribute).not.toMatch(/^on|^(srcset|background|formaction|ping|poster|data|action|class)$/);
      if (attribute === "src") expect(value).toMatch(/^data:image\/(png|jpeg|gif|webp);base64,/);
      if (attribute === "href") expect(value).toMatch(/^(https?:|mailto:|#)/);
      if (attribute === "style")
        expect(value).not.toMatch(/url|image-set|var\(|attr\(|expression|@|\\|\/\*|fixed|sticky/i);
      if (attribute === "target") expect(value).toBe("_blank");
    }
  }
}

describe("nothing survives of", () => {
  const vectors = hostileHtml(AWAY);
  test("at least a hundred vectors", () => expect(vectors.length).toBeGreaterThan(100));
  test.each(vectors)("$name", ({ html }) => {
    const cleaned = clean(html);
    assertHarmless(cleaned);
    // Cleaning again changes nothing: it means the same to the second reader.
    expect(clean(cleaned)).toBe(cleaned);
  });
});

test("whatever is put together from pieces comes out harmless", () => {
  const pieces = [
    "<",
    ">",
    '"',
    "'",
    "`",
    "/",
    "=",
    "!",
    " ",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "</style>",
    "\u0000",
    "&lt;",
    "&#60;",
  ];
  const names = [
    "script",
    "style",
    "img",
    "svg",
    "math",
    "p",
    "a",
    "noscript",
    "textarea",
    "title",
    "table",
    "onload",
    "src",
    "href",
    "javascript:",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, ...names), { maxLength: 40 }), (all) =>
      assertHarmless(clean(all.join(""))),
    ),
    { numRuns: 1000 },
  );
});

test("the policy and every header are exactly these", () => {
  const policy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; " +
    "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
  const options = { theme: "light", partUrl: () => undefined } as const;
  const closed = htmlDocument("x", { ...options, allowImages: false });
  expect(closed.csp).toBe(policy);
  expect(DOCUMENT_CSP).toBe(policy);
  expect(closed.headers).toEqual({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-dns-prefetch-control": "off",
    "cache-control": "no-store",
  });
  const open = htmlDocument("x", { ...options, allowImages: true });
  expect(open.csp).toBe(policy.replace("img-src data:", "img-src data: https:"));
});

test("remote images are counted, and asked for under https alone once allowed", () => {
  const html =
    '<img src="http://x.example/a" alt="A"><img src="//x.example/b"><img src="https://x.example/c"><img src="ftp://x/d">';
  expect(inspectHtml(html).remoteImages).toBe(3);
  expect(clean(html)).toBe('<img alt="A" /><img /><img /><img />');
  expect(clean(html, true)).toBe(
    '<img alt="A" src="https://x.example/a" /><img src="https://x.example/b" /><img src="https://x.example/c" /><img />',
  );
});

test("links open elsewhere and know nothing of us; relative ones, which would point at us, are no links", () => {
  expect(clean('<a href="https://x.example/?a=1&amp;b" onclick=x target=_top rel=opener>x</a>')).toBe(
    '<a href="https://x.example/?a=1&amp;b" target="_blank" rel="noopener noreferrer">x</a>',
  );
  expect(clean('<a href="mailto:a@example.org">x</a>')).toContain('href="mailto:a@example.org"');
  expect(clean('<a href="#part">x</a><h2 id="part">y</h2>')).toBe(
    '<a href="#part">x</a><h2 id="part">y</h2>',
  );
  for (const href of ["/x", "x", "?q", "//", "tel:1", "about:blank"])
    expect(clean(`<a href="${href}">x</a>`)).toBe("<a>x</a>");
});

test("keeps what newsletters need: tables, fonts, colours, boxes", () => {
  const html =
    '<table width="600" cellpadding="0" bgcolor="#eeeeee"><tr><td align="center" style="padding:10px 20px;color:#333;' +
    "font-family:'Segoe UI',Arial,sans-serif;font-size:14px;background:rgba(0,0,0,.5);width:calc(100% - 10px)\">" +
    '<font color="red" size="2">x</font><br>y</td></tr></table>';
  expect(clean(html)).toBe(html.replaceAll("<br>", "<br />"));
});

test("the mail's page becomes a box that keeps its colours", () => {
  expect(
    clean(
      '<html><head><title>t</title></head><body bgcolor="#123456" text="white" style="margin:0">x</body></html>',
    ),
  ).toBe('<div style="background-color:#123456;color:white;margin:0">x</div>');
});

test("in the dark a mail with colours of its own is shown on white paper, others are not", () => {
  const document = (html: string) =>
    htmlDocument(html, { allowImages: false, theme: "dark", partUrl: () => undefined }).html;
  expect(document('<p style="color:#333">x</p>')).toContain('<div class="mail own-colours">');
  expect(document('<td bgcolor="white">x</td>')).toContain('own-colours">');
  expect(document('<p style="margin:0">x</p>')).toContain('<div class="mail">');
  expect(document("x")).toContain('<html class="dark">');
});

test("the document is whole and says its charset first", () => {
  const { html } = htmlDocument("Grüße", { allowImages: false, theme: "light", partUrl: () => undefined });
  expect(html).toMatch(/^<!doctype html><html class="light"><head><meta charset="utf-8">/);
  expect(html).toMatch(/Grüße<\/div><\/body><\/html>$/);
});

test("pictures of the mail go into the document, by their first octets", async () => {
  const part = (id: string, content: Buffer) => [
    "--b",
    "Content-Type: image/png",
    `Content-ID: <${id}>`,
    "Content-Transfer-Encoding: base64",
    "",
    content.toString("base64"),
  ];
  const raw = stored(
    mail(
      "Content-Type: multipart/related; boundary=b",
      "",
      "--b",
      "Content-Type: text/html",
      "",
      '<img src="cid:real@x"><img src="cid:fake@x"><img src="cid:none@x">',
      ...part("real@x", PNG),
      ...part("fake@x", Buffer.from("<svg onload=alert(1)>")),
      "--b--",
    ),
  );
  const message = await readMessage(raw, { uid: "u" });
  const document = await renderHtml(raw, message, { allowImages: false, theme: "light" });
  expect(document?.html).toContain(
    `<img src="data:image/png;base64,${PNG.toString("base64")}" /><img /><img />`,
  );
});
