import { randomBytes } from "node:crypto";
import { leaveUrl, MAX_TARGET_CHARACTERS, openLink } from "@popgate/server/messages/trust/sealed-link";
import fc from "fast-check";
import { expect, test } from "vitest";

const key = randomBytes(32);
const way = { path: "/mail/leave", key };
const tokenOf = (url: string | undefined) =>
  new URL(url ?? "", "https://gateway.example").searchParams.get("to") ?? "";

test("opens what was sealed, words in any script included", () => {
  for (const words of [undefined, "paypal.com", "银行.example", ""]) {
    const link = { target: "https://x.example/?a=1#b", words };
    const url = leaveUrl(way, link);
    expect(url).toMatch(/^\/mail\/leave\?to=[\w-]+$/);
    expect(openLink(key, tokenOf(url))).toEqual(link);
  }
});

test("the address tells neither the target nor that two links are the same", () => {
  const link = { target: "https://x.example/reset?token=canary", words: undefined };
  const [one, other] = [leaveUrl(way, link), leaveUrl(way, link)];
  expect(Buffer.from(tokenOf(one), "base64url").toString("latin1")).not.toMatch(/x\.example|canary/);
  expect(one).not.toBe(other);
});

test("nothing else opens: another key, a changed bit, a token cut off or made up", () => {
  const token = tokenOf(leaveUrl(way, { target: "https://x.example/", words: undefined }));
  expect(openLink(randomBytes(32), token)).toBeUndefined();
  const octets = Buffer.from(token, "base64url");
  for (let at = 0; at < octets.length; at += 1) {
    const changed = Buffer.from(octets);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openLink(key, changed.toString("base64url"))).toBeUndefined();
    expect(openLink(key, octets.subarray(0, at).toString("base64url"))).toBeUndefined();
  }
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => openLink(key, text) === undefined));
  expect(openLink(key, "A".repeat(10_000))).toBeUndefined();
});

test("a target that no proxy would let through gets no link", () => {
  const longest = `https://x.example/${"a".repeat(MAX_TARGET_CHARACTERS - 18)}`;
  expect(leaveUrl(way, { target: longest, words: "字".repeat(1000) })?.length).toBeLessThan(7_800);
  expect(openLink(key, tokenOf(leaveUrl(way, { target: longest, words: "字".repeat(1000) })))?.target).toBe(
    longest,
  );
  expect(leaveUrl(way, { target: `${longest}a`, words: undefined })).toBeUndefined();
});
