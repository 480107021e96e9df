/** Blink nests no deeper than 512; a mail within tables within tables stays far below this. */
export const MAX_NESTING = 256;

/** What stands inside these is no text of the mail. */
export const HIDDEN = (
  "script style title textarea option select noscript noembed noframes iframe frameset template " +
  "xmp plaintext svg math object applet audio video canvas"
).split(" ");

const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;

export interface ImageRules {
  /** Whether https images may be asked of the servers that the sender chose. */
  readonly allowImages: boolean;
  /** Where a picture of the mail itself is; undefined if there is none. */
  readonly partUrl: (contentId: string) => string | undefined;
}

/** Where a picture really comes from. */
export function imageSource(
  source: string,
  rules: ImageRules,
): { src: string | undefined; isRemote: boolean } {
  const wanted = source.trim();
  if (/^cid:/i.test(wanted)) return { src: rules.partUrl(contentIdOf(wanted)), isRemote: false };
  if (OWN_PICTURE.test(wanted)) return { src: wanted, isRemote: false };
  const absolute = wanted.startsWith("//") ? `https:${wanted}` : wanted;
  if (!isWebAddress(absolute)) return { src: undefined, isRemote: false };
  if (!rules.allowImages) return { src: undefined, isRemote: true };
  const url = new URL(absolute);
  // Nothing is asked for in clear; most servers have the same picture under https.
  url.protocol = "https:";
  return { src: url.href, isRemote: true };
}

function isWebAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // Nearly all begin like this. Others may hide it: a URL's scheme is read without the line breaks in it.
  return /^https?:/i.test(address) || /^https?:$/.test(new URL(address).protocol);
}

function contentIdOf(source: string): string {
  const id = source.slice("cid:".length);
  try {
    return decodeURIComponent(id);
  } catch {
    // A stray percent sign: some mailers do not escape ids.
    return id;
  }
}
