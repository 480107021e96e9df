/**
 * Conveniences alone: without it the page says and does all that matters. The theme is the one that was
 * chosen in the page (`web/src/ui/hooks/use-theme.ts`), which this browser keeps.
 */
export const THEME_SCRIPT = `
try { const theme = localStorage.getItem("popgate-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* Storage is blocked: the system's theme it is. */ }
`;

/** Plain HTTP has no clipboard: there the selected address is copied the old way. */
export const DEEDS_SCRIPT = `
const [address, copy, close, told] = ["address", "copy", "close", "told"].map((id) => document.getElementById(id));
const select = () => getSelection().selectAllChildren(address);
const tell = (done) => { if (!done) select(); told.textContent = told.dataset[done ? "done" : "failed"]; };
copy.addEventListener("click", () => {
  if (navigator.clipboard) return navigator.clipboard.writeText(address.textContent).then(() => tell(true), () => tell(false));
  select(); tell(document.execCommand("copy"));
});
close.addEventListener("click", () => { window.close(); told.textContent = told.dataset.open; });
copy.hidden = close.hidden = false;
`;
