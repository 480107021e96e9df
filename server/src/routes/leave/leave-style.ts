/** The page's own: warm paper and ink, as the rest of Popgate, and nothing loaded from anywhere. */
export const LEAVE_STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#fbfaf7, #101418); --surface: light-dark(#fff, #161b21);
  --line: light-dark(#e4e0d8, #262d36); --ink: light-dark(#14181d, #f5f7fa); --ink-2: light-dark(#414b57, #c3ccd6);
  --ink-3: light-dark(#5f6873, #8c97a4); --accent: light-dark(#1246c4, #8fb4ff); --accent-ink: light-dark(#fff, #0b1a3a);
  --warn: light-dark(#6b4300, #ffcf66); --warn-soft: light-dark(#fdf1dc, #2d2412);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; }
body { min-block-size: 100dvh; display: grid; align-items: start; justify-items: center;
  padding: clamp(16px, 9vh, 96px) 16px 32px; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { display: grid; gap: 20px; inline-size: 100%; max-inline-size: 640px; min-inline-size: 0; padding: clamp(20px, 5vw, 40px);
  border: 1px solid var(--line); border-radius: 16px; background: var(--surface); }
h1 { font-size: 15px; font-weight: 600; color: var(--ink-2); }
.host { margin-block-start: 6px; font: 600 clamp(22px, 5.6vw, 32px)/1.25 var(--mono); letter-spacing: -0.02em;
  color: var(--ink-3); overflow-wrap: anywhere; font-weight: 400; }
.host b { font-weight: 700; color: var(--ink); }
.letters { margin-block-start: 4px; color: var(--ink-2); overflow-wrap: anywhere; }
.letters bdi { font-size: 17px; color: var(--ink); }
.cautions { display: grid; gap: 8px; padding: 14px 16px 14px 34px; border-radius: 10px;
  background: var(--warn-soft); color: var(--warn); overflow-wrap: anywhere; }
h2 { font-size: 13px; font-weight: 600; color: var(--ink-3); }
code { display: block; max-block-size: 40vh; overflow: auto; margin-block-start: 4px; padding: 12px 14px; border: 1px solid var(--line);
  border-radius: 10px; background: var(--paper); font: 13px/1.6 var(--mono); overflow-wrap: anywhere;
  user-select: all; -webkit-user-select: all; }
.deeds { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.deeds a, .deeds button { display: inline-flex; align-items: center; min-block-size: 44px; max-inline-size: 100%; padding: 8px 18px; border-radius: 10px;
  border: 1px solid var(--line); background: none; color: var(--ink); font: inherit; font-weight: 600; text-decoration: none;
  overflow-wrap: anywhere; cursor: pointer; }
.deeds [hidden] { display: none; }
.deeds a { border-color: var(--accent); background: var(--accent); color: var(--accent-ink); }
.wary a { border-color: var(--line); background: none; color: var(--ink); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.calm { font-size: 13px; color: var(--ink-3); }
@media (max-width: 480px) { .deeds a { inline-size: 100%; justify-content: center; } .deeds button { flex: 1; justify-content: center; } }
@media (forced-colors: active) { main, .cautions, code { border: 1px solid; } }
`;
