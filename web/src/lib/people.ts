import type { Address } from "@popgate/shared/api/message";

/** What a list shows for a sender: the name, else the address. */
export function displayName(address: Address | null): string {
  return address ? address.name.trim() || address.address : "";
}

/** One or two letters that stand for a name, for a badge. */
export function initials(name: string): string {
  const words = name.split(/[\s._@<>"'()-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words
    .slice(0, name.includes("@") ? 1 : 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x3f));
  return letters.join("").toLocaleUpperCase() || "?";
}

/** `Name <address>`, or the address alone. */
export function fullAddress({ name, address }: Address): string {
  return name === "" || name === address ? address : `${name} <${address}>`;
}
