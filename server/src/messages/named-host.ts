import { getDomain, parse } from "tldts";

/** Top-level domains that are read as the end of a file's name first: "README.md" names no host. */
const FILE_ENDINGS = new Set([
  "md",
  "sh",
  "py",
  "rs",
  "pl",
  "ps",
  "so",
  "cc",
  "zip",
  "mov",
  "app",
  "ai",
  "io",
]);
const WITH_SCHEME = /\bhttps?:\/\/(?:[^\s/?#@]*@)?([\p{L}\p{N}.-]+)(…?)/iu;
const WITH_WWW = /(?:^|[\s(<"'])(www\.[\p{L}\p{N}.-]+\.[\p{L}\p{N}-]+)(…|\.\.)?/iu;
const ADDRESS = /(?:^|[\s(<"'])[\w.+-]{1,64}@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/u;
/** A host and perhaps a path, and no other words. */
const ALONE = /^([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(\/\S*)?$/u;
const MAX_CHARACTERS = 500;

/** The host that a text shows to a person: in a URL, an address, or alone; undefined if it shows none. */
export function namedHost(text: string): string | undefined {
  const words = text.slice(0, MAX_CHARACTERS).trim();
  const location = WITH_SCHEME.exec(words) ?? WITH_WWW.exec(words);
  if (location !== null) return located(location[1] ?? "", location[2] ?? "");
  const inAddress = ADDRESS.exec(words)?.[1];
  if (inAddress !== undefined) return real(inAddress);
  const [, alone, path] = ALONE.exec(words) ?? [];
  if (alone === undefined) return undefined;
  const ending = alone.slice(alone.lastIndexOf(".") + 1).toLowerCase();
  return path === undefined && FILE_ENDINGS.has(ending) && alone.split(".").length === 2
    ? undefined
    : real(alone);
}

/** Whether two hosts belong to the same registered domain, so that one may stand for the other. */
export function isSameOrganisation(one: string, other: string): boolean {
  const domain = organisation(one);
  return one.toLowerCase() === other.toLowerCase() || (domain !== null && domain === organisation(other));
}

function organisation(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true });
}

/**
 * A scheme or "www." says that a host follows, whatever it ends in: a name of the intranet deceives as
 * well as one that a registry has given out. One that is cut off ("https://news.exam…") is no whole name,
 * unless it happens to be one.
 */
function located(host: string, ellipsis: string): string | undefined {
  const name = host.replace(/\.+$/, "");
  const isCut = ellipsis !== "" || host.endsWith("..");
  return isCut || name === "" ? real(name) : name.toLowerCase();
}

/** "Node.js" has the form of a host, and no registry gives such names out. */
function real(host: string): string | undefined {
  const { isIcann, isIp } = parse(host);
  return isIcann === true || isIp === true ? host.toLowerCase() : undefined;
}
