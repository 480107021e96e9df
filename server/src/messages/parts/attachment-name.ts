import { cleanLine } from "../header/header-fields.ts";
import { extensionOf, isMessage } from "./attachment-types.ts";
import { leafNumber } from "./leaf-name.ts";

/** File systems take 255 octets; a UTF-8 character has up to four, and "(1)" may be added. */
const MAX_CHARACTERS = 60;
const MAX_EXTENSION_CHARACTERS = 12;
/** Names that Windows keeps for devices, whatever stands behind the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Left-to-right and right-to-left marks, zero-width and other invisible characters, and the BOM. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]/g;

/**
 * A name under which the part can be saved: no path, no control, bidi or invisible characters, no device
 * of Windows, no dot in front, and short, with its extension kept.
 */
export function attachmentName(declared: string | undefined, contentType: string, part: string): string {
  const bare = cleanLine((declared ?? "").replace(INVISIBLE, ""));
  // Both kinds of separator: the sender's system is not ours.
  const last = bare.split(/[/\\]/).at(-1) ?? "";
  const safe = withoutOuterDots(last.replace(/[<>:"|?*]/g, "_"));
  if (safe === "") return fallbackName(contentType, part);
  return shorten(DEVICE.test(safe) ? `_${safe}` : safe);
}

/** Not by `/[.\s]+$/`: it tries anew at each dot, and a name may hold a megabyte of them. */
function withoutOuterDots(name: string): string {
  let [start, end] = [0, name.length];
  while (start < end && /[.\s]/.test(name[start] ?? "")) start += 1;
  while (end > start && /[.\s]/.test(name[end - 1] ?? "")) end -= 1;
  return name.slice(start, end);
}

function fallbackName(contentType: string, part: string): string {
  // Under this name Outlook's envelope is known to people and to the programs that open it.
  if (contentType === "application/ms-tnef" || contentType === "application/vnd.ms-tnef")
    return "winmail.dat";
  const extension = extensionOf(contentType);
  const leaf = leafNumber(part);
  if (leaf !== undefined) return `part-${leaf}.${extension}`;
  return `${isMessage(contentType) ? "message" : "attachment"}-${part}.${extension}`;
}

function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_CHARACTERS) return name;
  const dot = characters.lastIndexOf(".");
  const hasExtension = dot > 0 && characters.length - dot <= MAX_EXTENSION_CHARACTERS;
  const extension = hasExtension ? characters.slice(dot) : [];
  return [...characters.slice(0, MAX_CHARACTERS - extension.length), ...extension].join("");
}
