import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "@popgate/shared/api/message";
import { errorOf, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";
import { startMessageBench } from "../../../support/gateway/message-bench.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const HOSTILE_NAME = '../../etc/\u202egpj."pass".html';

const MAIL = [
  "From: News <news@example.org>",
  "Subject: Pictures",
  "MIME-Version: 1.0",
  'Content-Type: multipart/related; boundary="b"',
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  '<p onclick="steal()">Hello</p><script>steal()</script><img src="cid:dot@x"><img src="cid:fake@x"><img src="https://tracker.example/p.gif">',
  "--b",
  "Content-Type: image/png",
  "Content-ID: <dot@x>",
  "Content-Transfer-Encoding: base64",
  "",
  PNG,
  "--b",
  "Content-Type: image/png",
  "Content-ID: <fake@x>",
  "",
  "<svg onload=steal()>",
  "--b",
  "Content-Type: text/html",
  `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(HOSTILE_NAME)}`,
  "",
  "<script>steal()</script>",
  "--b--",
  "",
].join("\r\n");

let bench: AppBench;
let browser: Browser;
let path: string;

beforeAll(async () => {
  ({ bench, browser, path } = await startMessageBench("pictures/<%2F>", MAIL));
});

afterAll(() => bench.close());

test("serves the HTML as a sandboxed document, cleaned, with its own pictures inside", async () => {
  const response = await browser.call("GET", `${path}/html`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const csp = response.headers.get("content-security-policy") ?? "";
  expect(csp).toContain("sandbox allow-popups allow-popups-to-escape-sandbox");
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("frame-ancestors 'self'");
  expect(csp).not.toMatch(/img-src[^;]*https:/);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const html = await response.text();
  expect(html).toContain("Hello");
  expect(html).toContain(`data:image/png;base64,${PNG}`);
  expect(html).not.toContain("steal");
  expect(html).not.toContain("svg");
});

test("lets pictures load from elsewhere only when asked", async () => {
  expect(await (await browser.call("GET", `${path}/html`)).text()).not.toContain('tracker.example/p.gif"');
  const response = await browser.call("GET", `${path}/html?images=allow`);
  expect(response.headers.get("content-security-policy")).toMatch(/img-src[^;]*https:/);
  expect(await response.text()).toContain("https://tracker.example/p.gif");
});

test("has no HTML document for a message without HTML", async () => {
  const { id } = await browser.signIn();
  const response = await browser.call("GET", `/mailboxes/${id}/messages/m1/html`);
  expect(response.status).toBe(404);
  expect((await errorOf(response)).code).toBe("not-found");
});

test("gives the exact bytes, as text to read or as a file to save", async () => {
  const shown = await browser.call("GET", `${path}/raw`);
  expect(await shown.text()).toBe(MAIL);
  expect(shown.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(shown.headers.get("content-length")).toBe(String(MAIL.length));

  const saved = await browser.call("GET", `${path}/raw?download=1`);
  expect(saved.headers.get("content-type")).toBe("message/rfc822");
  expect(saved.headers.get("content-disposition")).toMatch(/^attachment; filename="message-[\w.-]+\.eml"/);
});

test("saves an HTML attachment as octets under a harmless name", async () => {
  const message = await browser.get<Message>(path);
  const evil = message.attachments.find(({ filename }) => filename.endsWith(".html"));
  const response = await browser.call("GET", `${path}/parts/${evil?.part ?? ""}`);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  const disposition = response.headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''[\w.%~!-]+$/);
  expect(decodeURIComponent(disposition)).not.toMatch(/[\u202e/\\]|\.\./);
  expect(await response.text()).toContain("steal");
});

test("answers 404 as JSON for a part that the message does not have", async () => {
  const response = await browser.call("GET", `${path}/parts/99`);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-disposition")).toBeNull();
  expect((await errorOf(response)).code).toBe("not-found");
});

test("gives the first lines as text without fetching the message", async () => {
  const { id } = await browser.signIn();
  const response = await browser.call("GET", `/mailboxes/${id}/messages/m1/top?lines=1`);
  const text = await response.text();
  expect(text).toContain("Subject: Message 1");
  expect(text).toContain("Body of message 1.");
  expect(text).not.toContain("two dots");
});
