/**
 * What stands around and below a mail's own style. A mail with colours of its own is shown on white paper
 * in the dark theme too: dark text that a newsletter sets would vanish on a dark page.
 */
export const PAGE_STYLE = `
:root { scrollbar-gutter: stable; color-scheme: light; background: #fff; color: #1c1f24; }
:root.dark { color-scheme: dark; background: #161b21; color: #e4e6eb; }
body { box-sizing: border-box; max-width: 808px; margin: 0 auto; padding: 16px 24px; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: anywhere; }
.mail { max-width: 100%; overflow-x: auto; }
.dark .own-colours { color-scheme: light; background: #fff; color: #1c1f24; padding: 16px; border-radius: 8px; }
.mail > div { min-height: 1em; }
img { max-width: 100%; }
img[src] { height: auto; }
img:not([src]) { display: inline-block; outline: 1px dashed currentColor; outline-offset: -1px; opacity: 0.6; }
table { max-width: 100%; }
pre { white-space: pre-wrap; }
blockquote { margin: 0.5em 0; padding-inline-start: 1em; border-inline-start: 2px solid #9aa3b2; }
a { color: #1a56c4; }
.dark :not(.own-colours) a { color: #8ab4ff; }
.dark .own-colours a { color: #1a56c4; }
a[title^="\u26a0"]::after { content: " (" attr(title) ")"; font-size: 0.85em; font-weight: 600; color: #b3261e; }
.dark :not(.own-colours) a[title^="\u26a0"]::after { color: #ff8a80; }
.cut { margin: 24px 0 0; padding: 12px 16px; border-radius: 8px; background: #fdf1dc; color: #6b4300; }
.dark .cut { background: #2d2412; color: #ffcf66; }
@media (max-width: 640px) {
  :root { scrollbar-gutter: auto; }
  body { padding: 10px 16px; }
  /* Newsletters are tables of 600 pixels: on a phone their columns give way rather than the reader. */
  table, td, th { width: auto !important; min-width: 0 !important; max-width: 100% !important; white-space: normal !important; }
  .mail [style*="width"] { min-width: 0 !important; max-width: 100% !important; box-sizing: border-box !important; }
  /* Room at the sides is for wide screens. */
  :is(td, th):is([style*="padding:"], [style*="padding-left"], [style*="padding-right"]):not([style*="padding:0"]) {
    padding-left: 8px !important; padding-right: 8px !important; }
  /* Per cent alone lets a column be narrower than its picture; a column beside much text keeps a little of it. */
  img { max-width: 100% !important; }
  td:has(img:not([width="1"], [height="1"])) { min-width: 12vw !important; }
  /* Not loaded, it is a box of words, and no such column gives way to it. */
  tr:has(> :nth-child(2)) img:not([src]) { max-width: 36vw !important; }
  tr:has(> :nth-child(3)) img:not([src]) { max-width: 16vw !important; }
}
@media print { :root, :root.dark { background: #fff; color: #000; } body { padding: 0; } }
`;
