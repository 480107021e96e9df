import { linkTarget } from "@popgate/server/messages/trust/link-target";
import { describe, expect, test } from "vitest";

const cautions = (url: string, words?: string) =>
  linkTarget(new URL(url), words).cautions.map(({ kind }) => kind);

test("an ordinary https link needs no caution", () => {
  expect(linkTarget(new URL("https://www.example.co.uk/a?b#c"))).toMatchObject({
    host: "www.example.co.uk",
    domain: "example.co.uk",
    shownHost: null,
    cautions: [],
  });
});

describe("cautions of", () => {
  test.each([
    ["http://example.org/", ["unencrypted"]],
    ["https://bank.example@evil.example/", ["user-info"]],
    ["https://bank:example@evil.example/", ["user-info"]],
    ["https://192.0.2.1/", ["address"]],
    ["https://0x7f.1/", ["address"]],
    ["https://[2001:db8::1]/", ["address"]],
    ["https://example.org:8443/", ["port"]],
    ["https://example.org:443/", []],
    // The first letter is Cyrillic: "аpple.com".
    ["https://xn--pple-43d.com/", ["looks-like", "mixed-scripts"]],
    ["https://xn--bcher-kva.example/", []],
    ["http://u@127.0.0.1:8080/", ["user-info", "address", "port", "unencrypted"]],
  ] as const)("%s", (url, kinds) => {
    expect(cautions(url)).toEqual(kinds);
  });

  test("a link whose words name another place", () => {
    expect(cautions("https://evil.example/", "paypal.com")).toEqual(["words"]);
  });
});

test("a host beyond ASCII is told both as the network knows it and as it looks", () => {
  expect(linkTarget(new URL("https://bücher.example/"))).toMatchObject({
    host: "xn--bcher-kva.example",
    shownHost: "bücher.example",
  });
});

test("the domain is what somebody registered, not what was written before it", () => {
  expect(linkTarget(new URL("https://paypal.com.evil.example/")).domain).toBe("evil.example");
  expect(linkTarget(new URL("https://192.0.2.1/")).domain).toBe("192.0.2.1");
  expect(linkTarget(new URL("https://router/")).domain).toBe("router");
});
