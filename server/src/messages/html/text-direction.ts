/** A tag, an escaped character, or a letter: of cleaned HTML, whose attributes hold no bracket. */
const TAG_OR_LETTER = /<[^>]*>|&#?\w+;|(\p{L})/gu;
const RIGHT_TO_LEFT =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * Where the text of cleaned HTML begins, as `dir=auto` finds it: its first letter decides (HTML § 3.2.6.4).
 * A browser looks for that letter anew whenever it has read on, so that a long mail without one takes it minutes.
 */
export function textDirection(html: string): "ltr" | "rtl" {
  for (const [, letter] of html.matchAll(TAG_OR_LETTER)) {
    if (letter !== undefined) return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
  }
  return "ltr";
}
