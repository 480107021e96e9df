import type { Address } from "@popgate/shared/api/address";

/** What a list shows for a sender: the name, else the address. */
export function displayName(address: Address | null): string {
  return address ? address.name.trim() || address.address : "";
}

/** The first letters of a name's first and last word, or of an address: for a badge. */
export function initials(name: string): string {
  const words = name.split(/[\s._@<>"'()-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const last = name.includes("@") || words.length < 2 ? "" : words.at(-1);
  const letters = [words[0], last].map((word) => firstCharacter(word ?? ""));
  return letters.join("").toLocaleUpperCase() || "?";
}

/** `Name <address>`, or the address alone. */
export function fullAddress({ name, address }: Address): string {
  return name === "" || name === address ? address : `${name} <${address}>`;
}

function firstCharacter(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** The host of an address, as it is written; empty where there is none. */
export function hostOf(address: Address | null): string {
  const at = address?.address.lastIndexOf("@") ?? -1;
  return at === -1 ? "" : (address?.address.slice(at + 1) ?? "").toLowerCase();
}
