import { armed } from "../canary.ts";
import { mail, mailTheme, type MakeMail } from "../hostile-mail.ts";

const bidi = "\u202e\u2066\u200f";

/** A text, which the naive reader puts into its page with the addresses in it made links by replacement. */
function text(words: string, charset = "utf-8"): MakeMail {
  return (canary) => {
    const wanted = armed(words, canary);
    const links = wanted.replace(/\b(?:\w+:|www\.)\S+/g, (url) => `<a href="${url}">${url}</a>`);
    return {
      raw: mail([`Content-Type: text/plain; charset=${charset}`, "Content-Transfer-Encoding: 8bit"], wanted),
      naive: { contentType: "text/html; charset=utf-8", body: Buffer.from(links) },
    };
  };
}

/** Links in plain text, clicked. */
export const TEXTS = mailTheme(
  "text",
  "Plain text",
  [
    text("<script>RUN</script>"),
    text("<img src=HTTP/text onerror=RUN>"),
    text("&lt;script>RUN&lt;/script> &#60;script&#62; <svg onload=RUN>"),
    text("javascript:RUN"),
    text("JAVASCRIPT:RUN and javascript://%0aRUN"),
    text("see javascript:RUN//https://sender.example/"),
    text("https://sender.example/javascript:RUN javascript:RUN"),
    text('http://sender.example/"onmouseover="RUN" <svg onload=RUN>'),
    text("http://sender.example/'onclick='RUN' javascript:RUN"),
    text("http://sender.example/<script>RUN</script>"),
    text("http://sender.example/?a=<img src=x: onerror=RUN>"),
    text("http://sender.example/&quot;><svg onload=RUN>"),
    text('www.sender.example"><svg onload=RUN>'),
    text("www.javascript:RUN javascript:RUN"),
    text("data:text/html,<script>RUN</script>"),
    text("vbscript:RUN file:///etc/passwd <svg onload=RUN>"),
    text("blob:https://sender.example/x filesystem:x intent://x#Intent;end <svg onload=RUN>"),
    text("a@sender.example?body=<script>RUN</script>"),
    text('"<svg onload=RUN>"@sender.example'),
    text("mailto:a@sender.example%0d%0aBcc:b <svg onload=RUN>"),
    text("http://bank.example@sender.example/ <svg onload=RUN>"),
    text("http://bank.example:443@sender.example/ javascript:RUN"),
    text("https://b\u0430nk.example/ <svg onload=RUN>"),
    text("https://bank.example\u2215path.sender.example/ <svg onload=RUN>"),
    text("https://bank.example\uff0fx.sender.example/ <svg onload=RUN>"),
    text("https://xn--bnk-7cd.example/ <svg onload=RUN>"),
    text(`https://sender.example/${bidi}elpmaxe.knab//:sptth <svg onload=RUN>`),
    text(`${bidi}<svg onload=RUN>${bidi}`),
    text("(http://sender.example/)).,;: <svg onload=RUN>"),
    text("http://[::1]:8083/ http://[::ffff:127.0.0.1]/ <svg onload=RUN>"),
    text("http://sender.example/\u0000\u0007\u001b[31m <svg onload=RUN>"),
    text("http://sender.example/\u2028javascript:RUN"),
    text("> > > <script>RUN</script>\n>> javascript:RUN\n-- \n<svg onload=RUN>"),
    text("begin 644 a.html\n<script>RUN</script>\nend\n"),
    text("=ybegin line=128 size=9 name=<svg onload=RUN>\nx\n=yend"),
    text("-----BEGIN PGP MESSAGE-----\nComment: <svg onload=RUN>\n"),
    text(`${">".repeat(2000)} <svg onload=RUN>`),
    text(`http://${"a.".repeat(5000)}example/ <svg onload=RUN>`),
    text(`http://sender.example/${"(".repeat(20_000)} <svg onload=RUN>`),
    text(`${"a@".repeat(20_000)}sender.example <svg onload=RUN>`),
    text(`${"www.".repeat(20_000)} <svg onload=RUN>`),
    text("+ADw-script+AD4-RUN+ADw-/script+AD4- <svg onload=RUN>", "utf-7"),
    text("<svg onload=RUN>", "none-such"),
    text("{{constructor.constructor('RUN')()}} ${RUN} <%= RUN %> <svg onload=RUN>"),
  ],
  { hasLinks: true },
);
