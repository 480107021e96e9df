import { htmlDocument } from "@popgate/server/messages/html/html-document";
import { inspectHtml } from "@popgate/server/messages/html/inspect-html";
import { readMessage } from "@popgate/server/messages/message-view";
import { isSameOrganisation, namedHost } from "@popgate/server/messages/named-host";
import { hostWarning } from "@popgate/server/messages/trust/host-warning";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mail, stored } from "../stored.ts";

async function trustOf(...header: string[]) {
  return (await readMessage(stored(mail(...header, "", "x")), { uid: "u" })).trust;
}

describe("people", () => {
  test("all authors, and a sender who is none of them", async () => {
    const trust = await trustOf("From: a@x.example, B <b@x.example>", "Sender: c@y.example");
    expect(trust.authors.map(({ address }) => address)).toEqual(["a@x.example", "b@x.example"]);
    expect(trust.sender).toEqual({ name: "", address: "c@y.example" });
    expect((await trustOf("From: a@x.example", "Sender: A@X.example")).sender).toBeNull();
  });

  test.each([
    ['"service@bank.com" <x@evil.com>', "bank.com"],
    ["www.paypal.com <x@evil.com>", "www.paypal.com"],
    ["=?utf-8?Q?paypal.com?= <x@evil.com>", "paypal.com"],
    ["paypal.com <service@mail.paypal.com>", null],
    ["Jane Doe <jane@example.com>", null],
    ["Node.js <news@nodejs.org>", null],
  ])("whom the name claims to be: %s", async (from, claimed) => {
    expect((await trustOf(`From: ${from}`)).nameClaims).toBe(claimed);
  });

  test("the sender's host is warned of", async () => {
    const { senderHost } = await trustOf("From: A <a@xn--pple-43d.com>");
    expect(senderHost).toEqual({
      host: "xn--pple-43d.com",
      shown: "аpple.com",
      mixesScripts: true,
      looksLike: "apple.com",
    });
  });
});

test.each([
  ["example.org", null],
  ["xn--bcher-kva.example", { shown: "bücher.example", mixesScripts: false, looksLike: null }],
  ["bücher.example", { host: "xn--bcher-kva.example", shown: "bücher.example" }],
  ["xn--80ak6aa92e.com", { shown: "аррӏе.com", mixesScripts: false, looksLike: "apple.com" }],
  ["пример.рф", { mixesScripts: false, looksLike: null }],
  ["日本google.jp", { mixesScripts: false, looksLike: null }],
  ["", null],
  ["not a host", null],
])("warns of the host %j", (host, expected) => {
  if (expected === null) expect(hostWarning(host)).toBeNull();
  else expect(hostWarning(host)).toMatchObject(expected);
});

describe("the receiving server's checks", () => {
  const real =
    "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=a@x.org; dkim=fail (bad) header.d=x.org";
  const forged = "Authentication-Results: mx.example.com; spf=pass; dkim=pass; dmarc=pass";
  const own = "Received: from out.x.org by mx.example.com with ESMTPS id 1; Tue, 1 Jul 2003 10:52:37 +0200";
  const foreign = "Received: from a by out.x.org with ESMTP; Tue, 1 Jul 2003 10:52:30 +0200";

  test("are told with what was checked", async () => {
    expect((await trustOf(real, own, foreign)).reported).toEqual({
      server: "mx.example.com",
      results: [
        { method: "spf", result: "pass", about: "smtp.mailfrom=a@x.org" },
        { method: "dkim", result: "fail", about: "header.d=x.org" },
      ],
    });
  });

  test.each([
    ["below the server's own field", [own, real, foreign], 2],
    ["above all fields, whatever name", ["Authentication-Results: spf=fail smtp.mailfrom=x", own], 1],
    ["in two fields of one server", [real, forged, own], 5],
    ["not below a foreign field", [own, foreign, forged], 0],
    ["not of a foreign server", [own, "Authentication-Results: x.org; spf=pass"], 0],
    ["not of two servers at once", [real, "Authentication-Results: x.org; dmarc=pass", own], 2],
    ["not where no server has been", [forged], 0],
    ["not where nothing was checked", ["Authentication-Results: mx.example.com; none", own], 0],
    [
      "also where a server within names itself by an address",
      ["Received: by 2002:a17::1 with SMTP id 1; x", own, real],
      2,
    ],
  ])("count %s", async (_, header, results) => {
    expect((await trustOf(...header)).reported?.results.length ?? 0).toBe(results);
  });
});

test("tells the way of the message and how long each step took", async () => {
  const { hops } = await trustOf(
    "Received: from relay.example (relay.example [192.0.2.1])\r\n\tby mx.example with ESMTPS id 1\r\n\tfor <x@y>; Tue, 1 Jul 2003 10:52:40 +0200",
    "Received: (qmail 1 invoked; by uid 0); Tue, 1 Jul 2003 08:52:45 GMT",
    "Received: from [127.0.0.1] by relay.example with HTTP; soon",
    "Received: from a by b; Tue, 1 Jul 2003 10:52:37 +0200",
  );
  expect(hops).toEqual([
    { from: "a", by: "b", with: "", date: 1057049557000, delayMs: null },
    { from: "[127.0.0.1]", by: "relay.example", with: "HTTP", date: null, delayMs: null },
    { from: "", by: "uid", with: "", date: 1057049565000, delayMs: null },
    {
      from: "relay.example (relay.example [192.0.2.1])",
      by: "mx.example",
      with: "ESMTPS",
      date: 1057049560000,
      delayMs: -5000,
    },
  ]);
});

test.each([
  [
    "<https://x.org/u?id=1>, <mailto:u@x.org?subject=off>",
    ["https://x.org/u?id=1", "mailto:u@x.org?subject=off"],
  ],
  ["<http://x.org/u>", null],
  ["<javascript:alert(1)>", null],
  ["(comment) <https://x.org/ with blank>", null],
  ["https://x.org/u", null],
])("offers to unsubscribe by %j", async (value, links) => {
  const { unsubscribe } = await trustOf(`List-Unsubscribe: ${value}`);
  expect(unsubscribe?.links ?? null).toEqual(links);
});

test("knows one-click unsubscription", async () => {
  const post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
  expect((await trustOf("List-Unsubscribe: <https://x.org/u>", post)).unsubscribe?.oneClick).toBe(true);
  expect((await trustOf("List-Unsubscribe: <mailto:u@x.org>", post)).unsubscribe?.oneClick).toBe(false);
});

describe("links whose words name another host", () => {
  test.each([
    ['<a href="https://evil.com/">https://bank.com/login</a>', "evil.com"],
    ['<a href="https://bank.com@evil.com/">bank.com</a>', "evil.com"],
    ['<a href="https://evil.com/"><b>www.</b><i>bank.com</i></a>', "evil.com"],
    ['<a href="https://evil.com/">Go to www.bank.com now</a>', "evil.com"],
    ['<a href="mailto:x@evil.com">info@bank.com</a>', "evil.com"],
    ['<a href="https://127.0.0.1/">bank.com/x</a>', "127.0.0.1"],
    ['<a href="https://bank.com/x">www.bank.com</a>', undefined],
    ['<a href="https://click.bank.com/x">https://bank.com</a>', undefined],
    ['<a href="https://one.github.io/">two.github.io/x</a>', "one.github.io"],
    ['<a href="http://203.0.113.7/x">https://www.bank.example/confirm</a>', "203.0.113.7"],
    ['<a href="http://203.0.113.7/x">www.bank.example</a>', "203.0.113.7"],
    ['<a href="https://evil.com/">http://wiki.local/page</a>', "evil.com"],
    ['<a href="https://evil.com/">https://intranet/login</a>', "evil.com"],
    ['<a href="https://portal.bank.example/x">https://www.bank.example</a>', undefined],
    ['<a href="https://a.internal/">https://b.internal</a>', "a.internal"],
    ['<a href="https://news.example.com/long">https://news.exam…</a>', undefined],
    ['<a href="https://news.example.com/long">https://news.exam...</a>', undefined],
    ['<a href="https://news.example.com/long">www.news.exam…</a>', undefined],
    ['<a href="https://evil.com/">https://bank.com…</a>', "evil.com"],
    ['<a href="https://evil.com/">https://…</a>', undefined],
    ['<a href="https://evil.com/">e.g.node</a>', undefined],
    ['<a href="https://evil.com/">printer.local</a>', undefined],
    ['<a href="https://evil.com/">click here</a>', undefined],
    ['<a href="https://evil.com/">README.md</a>', undefined],
    ['<a href="https://evil.com/">Node.js</a>', undefined],
    ['<a href="https://evil.com/">v1.2.3</a>', undefined],
    ['<a href="#top">bank.com</a>', undefined],
    ['<a href="https://evil.com/"><img alt="bank.com"></a>', undefined],
  ])("%s", (html, host) => {
    const [found] = [...inspectHtml(html).misleadingLinks.values()];
    expect(found?.host).toBe(host);
    const { html: document } = htmlDocument(html, {
      allowImages: false,
      theme: "light",
      partUrl: () => undefined,
    });
    if (host === undefined) expect(document).not.toContain('title="\u26a0');
    else expect(document).toContain(`title="\u26a0 ${host}"`);
  });

  test("are counted, listed and marked, each at its place", async () => {
    const honest = '<a href="https://bank.com/">bank.com</a>';
    const trap = '<script>"<a>"</script><a title="safe" href="https://evil.com/">bank.com</a>';
    const html = `${honest}${trap}<style><a></style>${honest}${trap}`;
    const { trust } = await readMessage(stored(mail("Content-Type: text/html", "", html)), { uid: "u" });
    expect(trust.misleadingLinks).toEqual({
      count: 2,
      links: [
        { text: "bank.com", host: "evil.com" },
        { text: "bank.com", host: "evil.com" },
      ],
    });
    const { html: document } = htmlDocument(html, {
      allowImages: false,
      theme: "light",
      partUrl: () => undefined,
    });
    expect(
      [...document.matchAll(/<a ([^>]*)>/g)].map(([, attributes]) => attributes?.includes("\u26a0")),
    ).toEqual([false, true, false, true]);
  });

  test("a sender's own title does not look like ours", () => {
    const html = '<a title="\u26a0 bank.com" href="https://evil.com/">here</a>';
    const { html: document } = htmlDocument(html, {
      allowImages: false,
      theme: "light",
      partUrl: () => undefined,
    });
    expect(document).toContain('title="bank.com"');
  });
});

test("reads hosts out of any words", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      namedHost(one);
      hostWarning(one);
      expect(isSameOrganisation(one, other)).toBe(isSameOrganisation(other, one));
    }),
  );
});
