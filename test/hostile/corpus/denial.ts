import { htmlTheme } from "../hostile-mail.ts";

const FIRE = "<img src=HTTP/denial onerror=RUN>";
const many = (count: number, of: string) => of.repeat(count);

/** Mail that is too much of something; a canary stands behind it, and the page must still answer. */
export const DENIALS = htmlTheme(
  "denial",
  "Too much of something",
  [
    `${many(200_000, "<br>")}${FIRE}`,
    `${many(10_000, "<div>")}${FIRE}`,
    `${many(10_000, "<b><i>")}${FIRE}`,
    `${many(3_000, "<table><tr><td>")}${FIRE}`,
    `${many(5_000, "<a href=https://sender.example/>x")}${FIRE}`,
    `${many(300, "<font size=7><p><b>")}${FIRE}`,
    `<p title="${many(500_000, "a")}">x</p>${FIRE}`,
    `<p ${many(20_000, "a=b ")}>x</p>${FIRE}`,
    `<p style="${many(20_000, "color:red;")}">x</p>${FIRE}`,
    `<p style="font-family:${many(100_000, "a,")}b">x</p>${FIRE}`,
    `<p style="width:${many(5_000, "calc(")}1px${many(5_000, ")")}">x</p>${FIRE}`,
    `<p style="color:${many(50_000, "rgb( ")}">x</p>${FIRE}`,
    `<p style="font-family:${many(299, "a ")}!">x</p>${FIRE}`,
    `<style>${many(60_000, "p{color:red}")}</style><p>x</p>${FIRE}`,
    `<style>${many(20_000, "a b>c~d+e{color:red}")}</style>${FIRE}`,
    `<style>${many(900_000, "x")}</style>${FIRE}`,
    `${many(50_000, "&lt;")}${many(50_000, "&#0;")}${FIRE}`,
    `${many(50_000, "<!--x-->")}${FIRE}`,
    `${many(300_000, "<")}>${FIRE}`,
    `${FIRE}${many(300_000, "<!--")}`,
    `${many(100_000, "</p>")}${FIRE}`,
    `${many(4_000, "<img src=cid:x>")}${FIRE}`,
    `${many(1_000, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')}${FIRE}`,
    `<img src="data:image/png;base64,${many(700_000, "A")}">${FIRE}`,
    `<table>${many(20_000, "<tr><td>x")}</table>${FIRE}`,
    `<table><tr><td colspan=999999999 rowspan=999999999>x</td></tr></table>${FIRE}`,
    `<font size=99999999>x</font><hr size=99999999 width=99999999>${FIRE}`,
    `<ol start=-99999999999>${many(20_000, "<li>x")}</ol>${FIRE}`,
    `<p style="font-size:9999999px;letter-spacing:9999999px;line-height:9999999">x</p>${FIRE}`,
    `<p>${many(300_000, "a")}</p>${FIRE}`,
    `<p>${many(50_000, "\u0300")}${many(50_000, "\u202e")}</p>${FIRE}`,
    `<select>${many(20_000, "<option>x")}</select>${FIRE}`,
  ],
  { isAlone: true },
);
