import { htmlTheme } from "../hostile-mail.ts";

const box = (style: string, words = "Your session has ended. Sign in again.") =>
  `<div style="${style}">${words}</div>`;
const ALL = "width:100vw;height:100vh;background:#fff";

/** What lies over the page: the words could be the page's own. */
export const SPOOFS = htmlTheme(
  "spoof",
  "Lying over the page",
  [
    box(`position:fixed;top:0;left:0;${ALL};z-index:2147483647`),
    box(`position:fixed;inset:0;background:#fff`),
    box(`POSITION:FIXED;inset:0;background:#fff`),
    box(`position:/**/fixed;inset:0;background:#fff`),
    box(String.raw`p\6fsition:fixed;inset:0;background:#fff`),
    box(String.raw`position:f\69xed;inset:0;background:#fff`),
    box(`position:&#102;ixed;inset:0;background:#fff`),
    box(`position:absolute;top:0;left:0;${ALL};z-index:99999`),
    box(`position:absolute;top:-999px;left:-999px;width:9999px;height:9999px;background:#fff`),
    box(`position:relative;top:-300px;height:900px;background:#fff`),
    box(`--p:fixed;position:var(--p);inset:0;background:#fff`),
    box(`margin-top:-300px;height:900px;background:#fff;position:relative`),
    box(`margin:-300px;padding:900px;background:#fff`),
    box(`transform:translateY(-300px);height:900px;background:#fff`),
    box(`translate:0 -300px;height:900px;background:#fff`),
    box(`scale:99;background:#fff`),
    box(`zoom:99;margin-top:-9px;background:#fff`),
    box(`transform:scale(99);background:#fff`),
    box(`float:left;margin-top:-300px;height:900px;width:100%;background:#fff`),
    box(`box-shadow:0 0 0 9999px #fff;position:relative`),
    box(`outline:9999px solid #fff;position:relative`),
    "<style>body>*{display:none}#x{display:block!important;position:fixed;inset:0;background:#fff}</style><div id=x>Sign in</div>",
    "<style>.x{position:fixed;inset:0;background:#fff}</style><div class=x>Sign in</div>",
    "<style>:root::after{content:'Sign in';position:fixed;inset:0;background:#fff}</style>",
    "<style>#heading{position:fixed;left:-999px}</style>",
    "<style>*{visibility:hidden}</style>",
    "<dialog open style='position:fixed;inset:0;width:100%;height:100%'>Sign in</dialog>",
    "</div></div></main></body><div style='position:fixed;inset:0;background:#fff'>outside</div>",
    "<marquee style='position:fixed;inset:0;background:#fff'>Sign in</marquee>",
    "<table style='position:fixed;inset:0;width:100%;height:100%' bgcolor=white><tr><td>Sign in</td></tr></table>",
    "<layer style='position:fixed;inset:0;background:#fff'>Sign in</layer>",
    "<img style='position:fixed;inset:0;width:100%;height:100%' alt='Sign in'>",
    "<a href=https://sender.example/ style='position:fixed;inset:0;display:block'>.</a>",
    "<iframe style='position:fixed;inset:0;width:100%;height:100%;border:0' srcdoc='Sign in'></iframe>",
  ],
  { covers: true },
);
