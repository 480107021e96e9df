import { isIPv6 } from "node:net";
import { ipv6Groups } from "./egress/public-address.ts";

/**
 * What an address counts as where something is counted by address. One subscriber has a whole /64 of
 * IPv6 (RFC 6177), and could come from each address of it in turn.
 */
export function clientAddressKey(address: string): string {
  const bare = address.split("%")[0] ?? "";
  if (!isIPv6(bare)) return address;
  const groups = ipv6Groups(bare);
  const isIpv4Mapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
  return isIpv4Mapped ? groups.join(":") : groups.slice(0, 4).join(":");
}
