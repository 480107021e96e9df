import { afterAll, beforeAll, expect, test } from "vitest";
import type { LeaveLinks } from "@popgate/shared/api/leave";
import {
  errorOf,
  startAppBench,
  USER,
  type AppBench,
  type Browser,
} from "../../../support/gateway/app-bench.ts";

const SECRET_TARGET = "https://evil.example/reset?token=canary-9c41";
const MAIL = [
  "Subject: Links",
  "Content-Type: text/html",
  "",
  `<a href="${SECRET_TARGET}">www.paypal.com</a>`,
  '<a href="mailto:a@example.org">write</a>',
  '<a href="https://bank.example@192.0.2.1:8080/&quot;&gt;&lt;script&gt;steal()&lt;/script&gt;">odd</a>',
].join("\r\n");

let bench: AppBench;
let browser: Browser;
let setCookie: string;
let cookie: string;
let path: string;
let links: string[];

beforeAll(async () => {
  bench = await startAppBench({ messages: 1, environment: { BASE_PATH: "/mail/" } });
  bench.demo.control.deliver(USER, Buffer.from(MAIL), "links");
  browser = bench.browser();
  const login = { preset: "demo", user: USER, password: "canary-7f3a-Passwort" };
  const { id } = await browser.signIn(login);
  path = `/mailboxes/${id}/messages/links`;
  const document = await browser.call("GET", `${path}/html`);
  [setCookie = ""] = document.headers.getSetCookie();
  cookie = setCookie.split(";")[0] ?? "";
  const html = await document.text();
  links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = ""]) => href);
});

afterAll(() => bench.close());

const open = (link: string, cookies = cookie) =>
  fetch(`${bench.origin}${link}`, { headers: { cookie: cookies }, redirect: "manual" });

test("the cookie is for the leave page alone, and no script reads it", () => {
  expect(setCookie).toMatch(/^popgate-leave=[\w-]{43}; Path=\/mail\/leave; HttpOnly; SameSite=Lax$/);
});

test("behind TLS the cookie is Secure", async () => {
  const behind = await startAppBench({ messages: 1, environment: { TRUST_PROXY: "127.0.0.1" } });
  const login = { preset: "demo", user: USER, password: "canary-7f3a-Passwort" };
  const headers = { "x-forwarded-proto": "https", "sec-fetch-site": "same-origin" };
  const reader = behind.browser();
  await reader.call("POST", "/mailboxes", login, headers);
  const reply = await reader.call("POST", "/leave-links", { targets: ["https://a.example/"] }, headers);
  expect(reply.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^popgate-leave=.*; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  await behind.close();
});

test("links of a mail lead to the leave page and do not tell their target; mailto stays", () => {
  expect(links).toEqual([
    expect.stringMatching(/^\/mail\/leave\?to=[\w-]+$/),
    "mailto:a@example.org",
    expect.stringMatching(/^\/mail\/leave\?to=[\w-]+$/),
  ]);
});

test("the page shows the whole target and what the text said, and leads on by nothing but a click", async () => {
  const response = await open(links[0] ?? "");
  expect(response.status).toBe(200);
  const page = await response.text();
  expect(page).toContain('<p class="host" dir="ltr"><b>evil.example</b></p>');
  expect(page).toContain(
    "The text said <b>“<bdi>www.paypal.com</bdi>”</b>, the link goes to <b>evil.example</b>.",
  );
  expect(page).toContain(`<a href="${SECRET_TARGET}" rel="noreferrer noopener">Go to evil.example</a>`);
  expect(page).not.toMatch(/http-equiv|location/i);
  expect(response.headers.get("refresh")).toBeNull();
});

test("its headers let nothing in but its own style and scripts, and say nothing to where it leads", async () => {
  const { headers } = await open(links[0] ?? "");
  expect(headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+' 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'$/,
  );
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("what a mail wrote stays text, with all that is odd about it told", async () => {
  const page = await (await open(links[2] ?? "")).text();
  expect(page).not.toContain("<script>steal");
  for (const words of ["stands before the host", "by its number", "port 8080"]) expect(page).toContain(words);
});

test("a link of one browser leads nobody else anywhere: not without its cookie, not with another's", async () => {
  for (const cookies of ["", "popgate-leave=x", `popgate-leave=${"A".repeat(43)}`]) {
    const response = await open(links[0] ?? "", cookies);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain("This link leads nowhere");
    expect(page).not.toContain("evil.example");
  }
});

test.each(["", "?to=", "?to=https://evil.example/", "?to=a&to=b", "?u=https://evil.example/"])(
  "what nobody made leads nowhere: %j",
  async (query) => {
    const response = await open(`/mail/leave${query}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("evil.example");
  },
);

test("links of a text are made for who is signed in, in their order", async () => {
  const targets = ["https://x.example/ü", "http://y.example/", `https://x.example/${"ü".repeat(1500)}`];
  const made = await browser.send<LeaveLinks>("POST", "/leave-links", { targets });
  expect(made.links.map((link) => link !== null)).toEqual([true, true, false]);
  const page = await (await open(made.links[0] ?? "")).text();
  expect(page).toContain("https://x.example/%C3%BC");
  const stranger = await bench.browser().call("POST", "/leave-links", { targets });
  expect((await errorOf(stranger)).code).toBe("no-session");
});

test.each(["javascript:alert(1)", "data:text/html,x", "/relative", "mailto:a@example.org", "x".repeat(3000)])(
  "no link is made to %s",
  async (target) => {
    const response = await browser.call("POST", "/leave-links", { targets: [target] });
    expect(response.status).toBe(400);
  },
);

test("no target enters the log", async () => {
  await open(links[0] ?? "");
  expect(bench.log()).not.toMatch(/canary-9c41|evil\.example/);
});

test("signing out of the last mailbox takes both cookies along, so that the links of the history lead nowhere", async () => {
  const other = bench.browser();
  const { id } = await other.signIn({ takeOver: true });
  const reply = await other.call("DELETE", `/mailboxes/${id}`);
  expect(reply.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^popgate=; Max-Age=0; Path=\/mail\/; /),
    expect.stringMatching(/^popgate-leave=; Max-Age=0; Path=\/mail\/leave; /),
  ]);
});
