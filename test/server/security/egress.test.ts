import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { describe, expect, test } from "vitest";
import { Egress } from "@popgate/server/security/egress/egress";
import { parseEgressRule, type EgressRule } from "@popgate/server/security/egress/egress-rule";
import { isPublicAddress } from "@popgate/server/security/egress/public-address";

function rules(...texts: string[]): EgressRule[] {
  return texts.map((text) => {
    const rule = parseEgressRule(text);
    if (rule === undefined) throw new Error(`not a rule: ${text}`);
    return rule;
  });
}

/** What would be dialled; the error's code if nothing. */
function dialled(egress: Egress, host: string, port = 995): Promise<string[] | string | undefined> {
  return new Promise((resolve) => {
    egress.lookupFor({ host, port })(host, { all: true }, (error, addresses) => {
      if (error !== null) resolve(error.code);
      else resolve((addresses as LookupAddress[]).map(({ address }) => address));
    });
  });
}

function resolvingTo(...addresses: string[]) {
  return async () => addresses.map((address) => ({ address, family: isIP(address) }));
}

describe("addresses", () => {
  test.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:53aa:64c:0:5efe:7f00:1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:0808:0808::1",
    "3fff::1",
    "2a00:1450::5efe:7f00:1",
    "2a00:1450::200:5efe:10.0.0.1",
    "fc00::1",
    "fd00:ec2::254",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2606:4700::1%eth0",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "localhost",
    "",
  ])("%s is not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
    "2001:4860:4860::8888",
    "2a00:5efe::1",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("rules", () => {
  test.each([
    "",
    "host",
    "host:0",
    "host:65536",
    ":110",
    "*:110",
    "*.:110",
    "http://a:110",
    "a b:1",
    "u@h:1",
    "a:1/x",
  ])("%j is no rule", (text) => {
    expect(parseEgressRule(text)).toBeUndefined();
  });

  test.each([
    ["pop.example.org:995", "pop.example.org", 995, true],
    ["pop.example.org:995", "POP.Example.ORG.", 995, true],
    ["pop.example.org:995", "pop.example.org", 110, false],
    ["pop.example.org:995", "evil-pop.example.org", 995, false],
    ["*.example.org:995", "pop.example.org", 995, true],
    ["*.example.org:995", "a.b.example.org", 995, true],
    ["*.example.org:995", "example.org", 995, false],
    ["*.example.org:995", "evilexample.org", 995, false],
    ["*.example.org:995", "pop.example.org.evil.net", 995, false],
    ["[2001:db8::5]:995", "2001:db8::5", 995, true],
    ["any", "anything.example", 110, true],
    ["any", "anything.example", 995, true],
    ["any", "anything.example", 25, false],
    ["any", "anything.example", 11211, false],
  ])("%s on %s:%d → %s", (rule, host, port, isAllowed) => {
    expect(new Egress({ rules: rules(rule) }).allows({ host, port })).toBe(isAllowed);
  });
});

describe("dialling", () => {
  test("drops what is not public from the addresses of a name, and dials the others", async () => {
    const egress = new Egress({ rules: rules("any"), resolve: resolvingTo("10.0.0.1", "9.9.9.9", "::1") });
    expect(await dialled(egress, "mixed.example")).toEqual(["9.9.9.9"]);
  });

  test("resolves once: the addresses that were checked are those that are dialled", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "9.9.9.9" : "127.0.0.1", family: 4 }];
    };
    const egress = new Egress({ rules: rules("any"), resolve });
    expect(await dialled(egress, "rebinding.example")).toEqual(["9.9.9.9"]);
    expect(await dialled(egress, "rebinding.example")).toBe("EHOSTNOTALLOWED");
  });

  test.each(["127.0.0.1", "::1", "10.1.2.3", "[::1]", "fe80::1%lo", "::ffff:127.0.0.1"])(
    "refuses the literal %s under a rule that does not name it",
    async (host) => {
      expect(await dialled(new Egress({ rules: rules("any") }), host)).toBe("EHOSTNOTALLOWED");
    },
  );

  test.each(["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost"])(
    "refuses %s when the system resolves it to this machine",
    async (host) => {
      expect(["EHOSTNOTALLOWED", "ENOTFOUND"]).toContain(
        await dialled(new Egress({ rules: rules("any") }), host),
      );
    },
  );

  test("refuses a name of an allowed domain that points inside", async () => {
    const egress = new Egress({ rules: rules("*.example.org:995"), resolve: resolvingTo("192.168.1.1") });
    expect(await dialled(egress, "inside.example.org")).toBe("EHOSTNOTALLOWED");
  });

  test("refuses a name that no rule permits before it asks the resolver", async () => {
    const resolve = () => Promise.reject(new Error("asked"));
    const egress = new Egress({ rules: rules("pop.example.org:995"), resolve });
    expect(await dialled(egress, "pop.example.net")).toBe("EHOSTNOTALLOWED");
  });

  test("dials a private address that the operator named with its port, and on no other port", async () => {
    const egress = new Egress({
      rules: rules("127.0.0.1:1110", "mail.lan:995", "any"),
      resolve: resolvingTo("10.0.0.5"),
    });
    expect(await dialled(egress, "127.0.0.1", 1110)).toEqual(["127.0.0.1"]);
    expect(await dialled(egress, "mail.lan")).toEqual(["10.0.0.5"]);
    expect(await dialled(egress, "127.0.0.1", 110)).toBe("EHOSTNOTALLOWED");
    expect(await dialled(egress, "other.lan")).toBe("EHOSTNOTALLOWED");
  });

  test("dials private ranges that the operator opened, v4 and v6", async () => {
    const options = { rules: rules("any"), privateRanges: ["192.168.7.0/24", "fd12::/16"] };
    expect(await dialled(new Egress(options), "192.168.7.9")).toEqual(["192.168.7.9"]);
    expect(await dialled(new Egress(options), "fd12::9")).toEqual(["fd12::9"]);
    expect(await dialled(new Egress(options), "192.168.8.9")).toBe("EHOSTNOTALLOWED");
  });

  test("answers sockets that ask for one address too", async () => {
    const egress = new Egress({ rules: rules("any"), resolve: resolvingTo("9.9.9.9") });
    const one = await new Promise((resolve) => {
      egress.lookupFor({ host: "a.example", port: 110 })("a.example", {}, (_error, address, family) =>
        resolve([address, family]),
      );
    });
    expect(one).toEqual(["9.9.9.9", 4]);
  });
});
