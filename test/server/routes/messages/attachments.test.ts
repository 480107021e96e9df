import { createHash, randomBytes } from "node:crypto";
import type { Message } from "@popgate/shared/api/message";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorOf, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";
import { startMessageBench } from "../../../support/gateway/message-bench.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const RANDOM = randomBytes(200_000);

function part(type: string, name: string, content: Buffer): string[] {
  return [
    "--b",
    `Content-Type: ${type}; name="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    content.toString("base64").replace(/.{1,76}/g, "$&\r\n"),
  ];
}

const MAIL = [
  "From: a@example.org",
  "Subject: Files",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "",
  "words",
  ...part("application/octet-stream", "random.bin", RANDOM),
  ...part("image/png", "dot.png", Buffer.from(PNG, "base64")),
  ...part("image/png", "fake.png", Buffer.from("<svg onload=steal()>")),
  ...part("application/pdf", "a.pdf", Buffer.from("%PDF-1.7 x")),
  ...part("text/html; charset=koi8-r", "a.html", Buffer.from("<script>steal()</script>\xf0", "latin1")),
  ...part("application/zip", "empty.zip", Buffer.alloc(0)),
  "--b",
  "Content-Type: message/rfc822",
  "",
  "Subject: Inner",
  "Content-Type: text/html",
  "",
  "<p>inner</p>",
  "--b--",
  "",
].join("\r\n");

let bench: AppBench;
let browser: Browser;
let path: string;

beforeAll(async () => {
  ({ bench, browser, path } = await startMessageBench("files", MAIL));
});

afterAll(() => bench.close());

const get = (below: string, headers: Record<string, string> = {}) =>
  browser.call("GET", `${path}/${below}`, undefined, headers);
const octetsOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe("a download that broke off goes on", () => {
  test.each([
    ["parts/1", RANDOM],
    ["raw", Buffer.from(MAIL)],
    ["raw?download=1", Buffer.from(MAIL)],
  ])("of %s", async (below, content) => {
    const whole = await get(below);
    const etag = whole.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    expect(whole.headers.get("content-length")).toBe(String(content.length));
    expect((await octetsOf(whole)).equals(content)).toBe(true);

    const rest = await get(below, { range: "bytes=1000-", "if-range": etag });
    expect(rest.status).toBe(206);
    expect(rest.headers.get("content-range")).toBe(`bytes 1000-${content.length - 1}/${content.length}`);
    expect(rest.headers.get("content-length")).toBe(String(content.length - 1000));
    expect((await octetsOf(rest)).equals(content.subarray(1000))).toBe(true);

    const middle = await get(below, { range: "bytes=10-19" });
    expect((await octetsOf(middle)).equals(content.subarray(10, 20))).toBe(true);
    const other = await get(below, { range: "bytes=10-19", "if-range": '"other"' });
    expect(other.status).toBe(200);
    expect(await octetsOf(other)).toHaveLength(content.length);
    const behind = await get(below, { range: `bytes=${content.length}-` });
    expect(behind.status).toBe(416);
    expect((await errorOf(behind)).code).toBe("range-not-satisfiable");
    expect(behind.headers.get("content-range")).toBe(`bytes */${content.length}`);
  });
});

test("the source has a name made of the message: the same octets have the same", async () => {
  const sha256 = createHash("sha256").update(MAIL).digest("hex");
  expect((await get("raw")).headers.get("etag")).toBe(`"${sha256}"`);
});

test("an empty attachment is saved as one", async () => {
  const response = await get("parts/6");
  expect(response.headers.get("content-length")).toBe("0");
  expect(await octetsOf(response)).toHaveLength(0);
});

describe("a preview", () => {
  test("is offered where the octets are what the header says", async () => {
    const { attachments } = await browser.get<Message>(path);
    expect(attachments.map(({ filename, preview }) => `${filename} ${preview}`)).toEqual([
      "random.bin null",
      "dot.png image",
      "fake.png null",
      "a.pdf pdf",
      "a.html text",
      "empty.zip null",
      "message-7.eml null",
    ]);
  });

  test.each([
    ["parts/2", "image/png", PNG],
    ["parts/4", "application/pdf", Buffer.from("%PDF-1.7 x").toString("base64")],
    ["parts/5", "text/plain; charset=utf-8", Buffer.from("<script>steal()</script>П").toString("base64")],
  ])("of %s is a sandboxed document of its own", async (below, contentType, base64) => {
    const response = await get(`${below}?view=inline`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(contentType);
    expect(response.headers.get("content-security-policy")).toBe(
      "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
    );
    expect(response.headers.get("content-disposition")).toMatch(/^inline; filename=/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect((await octetsOf(response)).toString("base64")).toBe(base64);
  });

  test.each(["parts/1", "parts/3", "parts/6", "parts/7"])("of %s is refused", async (below) => {
    const response = await get(`${below}?view=inline`);
    expect(response.status).toBe(404);
    expect((await errorOf(response)).code).toBe("not-found");
  });
});

test("saves all attachments in one zip", async () => {
  const response = await get("attachments.zip");
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="attachments-files.zip"/,
  );
  const zip = await octetsOf(response);
  expect(zip.includes(RANDOM)).toBe(true);
  expect(zip.includes("message-7.eml")).toBe(true);
});

test("opens the message within as one of its own", async () => {
  const { attachments } = await browser.get<Message>(path);
  expect(attachments[6]?.message?.subject).toBe("Inner");
  const inner = await browser.get<Message>(`${path}/parts/7/message`);
  expect(inner).toMatchObject({ uid: "files", subject: "Inner", hasHtml: true });
  expect(await (await get("html?part=7")).text()).toContain("<p>inner</p>");
  expect((await get("parts/2/message")).status).toBe(404);
  expect((await get("html?part=2")).status).toBe(404);
});
