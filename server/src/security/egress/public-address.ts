import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * IPv4 that is not the public internet (IANA special-purpose registry), and the address by which
 * Azure's machines reach their host, which is public only in form.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Global unicast is the only IPv6 space that may be public at all (RFC 4291 §2.4). */
const GLOBAL_IPV6 = "2000::/3";

/** Within global unicast: Teredo and other protocol assignments, documentation, 6to4. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const special = addressSet([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const globalUnicast = addressSet([GLOBAL_IPV6]);

/** Whether an address is on the public internet: not loopback, private, translated, tunnelled … */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only ever names a link of this machine.
  if (address.includes("%")) return false;
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) return !special.check(address, "ipv4");
  return globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6") && !isIsatap(address);
}

/** A set of CIDRs or single addresses. @throws Error naming what is none */
export function addressSet(cidrs: readonly string[]): BlockList {
  const set = new BlockList();
  for (const cidr of cidrs) {
    const parsed = parseCidr(cidr);
    if (parsed === undefined) throw new Error(`not an address range: ${cidr}`);
    set.addSubnet(parsed.address, parsed.prefix, parsed.family);
  }
  return set;
}

/** `10.0.0.0/8`, `fd00::/8`, or one address. */
export function parseCidr(
  text: string,
): { address: string; prefix: number; family: "ipv4" | "ipv6" } | undefined {
  const [address = "", prefixText, ...rest] = text.trim().split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes("%")) return undefined;
  const longest = family === 4 ? 32 : 128;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? longest : Number(prefixText);
  return prefix > longest ? undefined : { address, prefix, family: family === 4 ? "ipv4" : "ipv6" };
}

/** ISATAP (RFC 5214 §6.1) hides an IPv4 address behind `0:5efe`, under any prefix. */
function isIsatap(address: string): boolean {
  const groups = ipv6Groups(address);
  return groups[5] === "5efe" && (groups[4] === "0" || groups[4] === "200");
}

/** The eight groups of an IPv6 address without a zone, in lower-case hexadecimal without leading zeros. */
export function ipv6Groups(address: string): string[] {
  // As a URL writes it: an IPv4 tail becomes two groups.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  return [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
}

/** An address for a set's `check`: v4-mapped forms are matched by the IPv4 ranges too. */
export function isInSet(set: BlockList, address: string): boolean {
  if (isIP(address) === 0) return false;
  return set.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
