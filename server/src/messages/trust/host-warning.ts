import { domainToASCII, domainToUnicode } from "node:url";
import type { HostWarning } from "@popgate/shared/api/trust";

/** Scripts whose letters are mistaken for each other; those of East Asia stand beside Latin in honest names. */
const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Thai",
  "Georgian",
  "Cherokee",
].map((name) => new RegExp(String.raw`\p{Script=${name}}`, "u"));

/** Letters that look like ASCII ones in common typefaces. */
const LOOK_ALIKES = new Map(
  Object.entries({
    a: "аαɑạ",
    b: "ЬƄ",
    c: "сϲⅽ",
    d: "ԁɗ",
    e: "еҽẹ",
    g: "ɡ",
    h: "һհ",
    i: "іιıɩ",
    j: "јϳ",
    k: "κк",
    l: "ӏⅼɭ",
    m: "мⅿ",
    n: "ոп",
    o: "оοօọ",
    p: "рρ",
    q: "ԛզ",
    r: "гⲅ",
    s: "ѕʂ",
    t: "тτ",
    u: "υսц",
    v: "νѵ",
    w: "ԝѡω",
    x: "хχ",
    y: "уγүỵ",
    z: "ʐ",
  }).flatMap(([plain, others]) => Array.from(others, (other) => [other, plain] as const)),
);

/**
 * Whether a host may be taken for another one: written in letters beyond ASCII, of several scripts in one
 * label, or in letters that all look like ASCII ones.
 *
 * @returns null for a host of plain ASCII, and for what is no host
 */
export function hostWarning(host: string): HostWarning | null {
  const ascii = domainToASCII(host.toLowerCase());
  if (ascii === "" || !/(?:^|\.)xn--/.test(ascii)) return null;
  const shown = domainToUnicode(ascii);
  const plain = Array.from(shown, (letter) => LOOK_ALIKES.get(letter) ?? letter).join("");
  return {
    host: ascii,
    shown,
    mixesScripts: shown.split(".").some((label) => SCRIPTS.filter((script) => script.test(label)).length > 1),
    looksLike: plain !== shown && /^[a-z0-9.-]+$/.test(plain) ? plain : null,
  };
}
