import type { Canary } from "../canary.ts";
import { mail, mailTheme, type MakeMail } from "../hostile-mail.ts";

/** One body, its octets as they are, under a charset that the header names, or under none. */
function encoded(charset: string | undefined, octets: (canary: Canary) => Buffer | string): MakeMail {
  return (canary) => {
    const made = octets(canary);
    const body = typeof made === "string" ? Buffer.from(made, "latin1") : made;
    const contentType = charset === undefined ? "text/html" : `text/html; charset=${charset}`;
    return { raw: mail([`Content-Type: ${contentType}`], body), naive: { contentType, body } };
  };
}

const script = ({ run }: Canary) => `<script>${run}</script>`;
const image = ({ host }: Canary) => `<img src=http://${host}/x>`;
const wide = (text: string) => Buffer.from(text, "utf16le");
const swapped = (text: string) => wide(text).swap16();
const utf7 = (text: string) => `+${swapped(text).toString("base64").replaceAll("=", "")}-`;
const shifted = (text: string) => `~{${text}~}`;
const ESC = "\u001b";

export const ENCODINGS = mailTheme("encoding", "Encodings", [
  encoded("utf-16", (c) => wide(`\ufeff${script(c)}`)),
  encoded("utf-16le", (c) => wide(script(c))),
  encoded("utf-16be", (c) => swapped(script(c))),
  encoded("utf-16be", (c) => swapped(`\ufeff${script(c)}`)),
  encoded("us-ascii", (c) => wide(`\ufeff${script(c)}`)),
  encoded(undefined, (c) => wide(`\ufeff${script(c)}`)),
  encoded(undefined, (c) => swapped(`\ufeff${script(c)}`)),
  encoded("utf-32", (c) => `${script(c)}\0\0`),
  encoded("utf-8", (c) => wide(`\ufeff${image(c)}`)),
  encoded("utf-7", (c) => `${utf7(script(c))}${image(c)}`),
  encoded(undefined, (c) => `<meta charset=utf-7>${utf7(script(c))}${image(c)}`),
  encoded("utf-8", (c) => `<meta charset=utf-7>${utf7(script(c))}${script(c)}`),
  encoded("unicode-1-1-utf-7", (c) => `${utf7(script(c))}${script(c)}`),
  encoded("iso-2022-jp", (c) => `<p title="${ESC}$B">${ESC}(B"><b title="${script(c)}">x</b>${script(c)}`),
  encoded("iso-2022-jp", (c) => `<scr${ESC}(Bipt>${c.run}</scr${ESC}(Bipt>${image(c)}`),
  encoded(undefined, (c) => `<meta charset=iso-2022-jp>${ESC}$B!!${ESC}(B<p title='${ESC}(J'>${script(c)}`),
  encoded("iso-2022-jp", (c) => `<img alt="${ESC}(J\\" src=x: onerror=${c.run}//"${ESC}(B>${script(c)}`),
  encoded("iso-2022-kr", (c) => `${ESC}$)C${script(c)}`),
  encoded("iso-2022-cn", (c) => `${ESC}$)A\u000e<!${ESC}\u000f${script(c)}`),
  encoded("hz-gb-2312", (c) => `${shifted("<p>")}${script(c)}`),
  encoded("shift_jis", (c) => `<img alt="\u0081" src=x: onerror="${c.run}">${script(c)}`),
  encoded("shift_jis", (c) => `<a title="\u0081\\"><b title="${script(c)}">x</b></a>${image(c)}`),
  encoded("gbk", (c) => `<a title="\u00bf"><b title=">${script(c)}">x</b></a>`),
  encoded("gb18030", (c) => `<p title="\u0081\u0030"${image(c)}">x</p>${script(c)}`),
  encoded("big5", (c) => `<p title="\u00a1">${script(c)}<p title="x">`),
  encoded("euc-jp", (c) => `<p title="\u008f\u00a1">${script(c)}">`),
  encoded("euc-kr", (c) => `<p title="\u00c8">${image(c)}">`),
  encoded("x-user-defined", (c) => `\u00bcscript\u00be${script(c)}`),
  encoded("ibm037", (c) => `\u004c\u00a2\u0083${script(c)}`),
  encoded("x-mac-farsi", (c) => `\u00bcscript\u00be${script(c)}`),
  encoded("macintosh", (c) => script(c)),
  encoded("utf-8", (c) => `\u00c0\u00bcscript\u00c0\u00be${script(c)}`),
  encoded("utf-8", (c) => `\u00e0\u0080\u00bcscript>${c.run}</script>${image(c)}`),
  encoded("utf-8", (c) => `<scr\u0080ipt>${c.run}</scr\u0080ipt>${script(c)}`),
  encoded("utf-8", (c) => `<p title="\u00e2">${script(c)}">`),
  encoded("utf-8", (c) => `\u00ef\u00bb\u00bf${script(c)}`),
  encoded("us-ascii", (c) => `\u00bcscript\u00be${script(c)}`),
  encoded('"utf-8\\"', script),
  encoded("none-such", script),
  encoded("utf-8; charset=utf-16", script),
  encoded("=?utf-8?q?utf-16?=", script),
  encoded("", script),
  encoded("replacement", (c) => `${image(c)}${script(c)}`),
  encoded(undefined, (c) => `<meta charset=x-user-defined>\u00f7\u00bc${script(c)}`),
  encoded(undefined, (c) => `<meta charset=utf-16>${script(c)}`),
  encoded(undefined, (c) => `<meta charset=shift_jis><p title="\u0081"><b title=">${script(c)}">`),
  encoded(undefined, (c) => `${" ".repeat(1100)}<meta charset=iso-2022-jp>${ESC}(J${script(c)}`),
  transfer("base64", (body) => body.toString("base64")),
  transfer("base64", (body) => `${body.toString("base64").replace(/.{3}/g, "$&\u00a0!")}====`),
  transfer("quoted-printable", (body) =>
    body.toString("latin1").replace(/[<>]/g, (c) => (c === "<" ? "=3C" : "=3e")),
  ),
  transfer("quoted-printable", (body) => body.toString("latin1").replaceAll("s", "=\r\ns")),
  transfer("x-uuencode", (body) => `begin 644 a.html\r\n${body.toString("latin1")}\r\nend`),
  transfer("binary", (body) => body.toString("latin1")),
  transfer("base64\r\nContent-Transfer-Encoding: 7bit", (body) => body.toString("base64")),
]);

/** What a reader decodes is what it serves. */
function transfer(encoding: string, encode: (body: Buffer) => string): MakeMail {
  return (canary) => {
    const body = Buffer.from(`${script(canary)}${image(canary)}`);
    const contentType = "text/html; charset=utf-8";
    const fields = [`Content-Type: ${contentType}`, `Content-Transfer-Encoding: ${encoding}`];
    return { raw: mail(fields, encode(body)), naive: { contentType, body } };
  };
}
