import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAppBench, type AppBench } from "../../support/gateway/app-bench.ts";

const pageDirectory = mkdtempSync(join(tmpdir(), "popgate-page-"));
mkdirSync(join(pageDirectory, "assets"));
writeFileSync(join(pageDirectory, "assets/main-abc123.js"), "export const page = 1;\n");
writeFileSync(join(pageDirectory, "icon.svg"), "<svg/>");
writeFileSync(
  join(pageDirectory, "index.html"),
  '<!doctype html><html><head><base href="/" /><script type="module" src="./assets/main-abc123.js"></script></head></html>',
);
const asPage = { headers: { accept: "text/html" } };

afterAll(() => rmSync(pageDirectory, { recursive: true }));

describe.each(["/", "/mail/", "/a/b/"])("at %s", (basePath) => {
  let bench: AppBench;

  beforeAll(async () => {
    bench = await startAppBench({ pageDirectory, messages: 1, environment: { BASE_PATH: basePath } });
  });
  afterAll(() => bench.close());

  test("the page knows where it is, at every address that it understands", async () => {
    for (const address of ["", "mailboxes/x", "mailboxes/x/messages/y"]) {
      const response = await fetch(bench.base + address, asPage);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-cache");
      expect(await response.text()).toContain(`<base href="${basePath}" />`);
    }
  });

  test("HEAD answers what GET answers, without its body", async () => {
    for (const address of ["", "mailboxes/x", "assets/main-abc123.js", "livez", "readyz", "api/v1/servers"]) {
      const shown = await fetch(bench.base + address, asPage);
      const head = await fetch(bench.base + address, { ...asPage, method: "HEAD" });
      expect([address, head.status]).toEqual([address, shown.status]);
      for (const name of ["content-type", "content-length", "cache-control", "content-security-policy"]) {
        expect([address, head.headers.get(name)]).toEqual([address, shown.headers.get(name)]);
      }
      expect(await head.text()).toBe("");
    }
  });

  test("hashed assets are kept for ever, others asked for again, missing ones are 404", async () => {
    const asset = await fetch(`${bench.base}assets/main-abc123.js`);
    expect(asset.status).toBe(200);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(asset.headers.get("content-type")).toMatch(/javascript/);
    expect((await fetch(`${bench.base}icon.svg`)).headers.get("cache-control")).toBe("no-cache");
    expect((await fetch(`${bench.base}assets/gone.js`, asPage)).status).toBe(404);
    expect((await fetch(`${bench.base}assets/..%2f..%2fpackage.json`, asPage)).status).toBe(404);
  });

  test("every reply carries the page's rules", async () => {
    for (const address of ["", "assets/main-abc123.js", "api/v1/servers", "nothing.txt", "livez"]) {
      const { headers } = await fetch(bench.base + address);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; require-trusted-types-for 'script'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  test("the API is never cached and never the page", async () => {
    const servers = await fetch(`${bench.base}api/v1/servers`, asPage);
    expect(servers.headers.get("cache-control")).toBe("no-store");
    const missing = await fetch(`${bench.base}api/v1/none`, asPage);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-type")).toMatch(/^application\/json/);
  });

  test("tells whether it lives and whether it is ready", async () => {
    expect((await fetch(`${bench.base}livez`)).status).toBe(200);
    expect(await (await fetch(`${bench.base}readyz`)).json()).toMatchObject({ status: "ready" });
  });
});

test("says how to build the page where it is not built", async () => {
  const bench = await startAppBench({ messages: 1 });
  const response = await fetch(bench.base, asPage);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain("npm start");
  await bench.close();
});
