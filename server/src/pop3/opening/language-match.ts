/** RFC 5646 §2.1, short of its rarest forms; what is none is never sent. */
const TAG = /^[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}$/;

/** The tags of a language listing (RFC 6856 §3.2): each line is a tag and the language's own name. */
export function listedLanguages(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [tag = ""] = line.trim().split(/\s+/);
    return TAG.test(tag) ? [tag] : [];
  });
}

/**
 * The first of a reader's languages that a server speaks, by lookup (RFC 4647 §3.4): `de-CH` is served
 * by `de`, and `de` by `de-DE` too, which lookup would leave out though it is read as well.
 *
 * @param wanted best first; `*` says that any other will do
 * @returns as the server writes it; `*` for the one that its administrator prefers (RFC 6856 §3.2);
 *   undefined where none will do
 */
export function bestLanguage(wanted: readonly string[], offered: readonly string[]): string | undefined {
  for (const range of wanted) {
    if (range === "*") return "*";
    if (!TAG.test(range)) continue;
    const found = lookUp(range.toLowerCase(), offered);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lookUp(range: string, offered: readonly string[]): string | undefined {
  for (let prefix = range; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf("-")))) {
    const same = offered.find((tag) => tag.toLowerCase() === prefix);
    if (same !== undefined) return same;
  }
  return offered.find((tag) => tag.toLowerCase().startsWith(`${range}-`));
}
