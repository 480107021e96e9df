import { armed, type Canary } from "../canary.ts";
import { mail, mailTheme, type MakeMail } from "../hostile-mail.ts";

const MARKUP = "<img src=HTTP/name onerror=RUN>";
const raw = (text: string) => text;
const word = (text: string) => `=?utf-8?b?${Buffer.from(text).toString("base64")}?=`;

/** An attachment whose name the naive reader puts into its page as it is. */
function file(field: (name: string) => string, name: string): MakeMail {
  return (canary) => {
    const wanted = armed(name, canary);
    const body = `--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b\r\n${field(wanted)}\r\n\r\nx\r\n--b--\r\n`;
    return { raw: mail(["Content-Type: multipart/mixed; boundary=b"], body), naive: page(canary, wanted) };
  };
}

function page(canary: Canary, name: string) {
  const body = Buffer.from(`<ul><li><a href="x" download="${name}">${name}</a></ul>${armed(MARKUP, canary)}`);
  return { contentType: "text/html; charset=utf-8", body };
}

const disposition = (name: string) => `Content-Disposition: attachment; filename="${name}"`;
const typeName = (name: string) => `Content-Type: text/html; name="${name}"`;
const extended = (name: string) =>
  `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`;
const continued = (name: string) =>
  `Content-Disposition: attachment; filename*0="${name.slice(0, 9)}";\r\n filename*1="${name.slice(9)}"`;
const extendedWord = (name: string) => disposition(word(name));

export const FILE_NAMES = mailTheme("name", "Names of files", [
  ...[
    raw(`${MARKUP}.txt`),
    `'${MARKUP}`,
    `&lt;script&gt;RUN&lt;/script&gt;${MARKUP}`,
    "javascript:RUN",
  ].flatMap((name) => [file(disposition, name), file(extended, name)]),
  file(typeName, MARKUP),
  file(continued, MARKUP),
  file(extendedWord, `"><script>RUN</script>`),
  file(extended, `"><script>RUN</script>`),
  file(extended, `a\r\nContent-Type: text/html\r\n\r\n<script>RUN</script>`),
  file(extended, `a.html\r\nContent-Disposition: inline`),
  file(extended, `a\u0000.html${MARKUP}`),
  file(extended, `../../../../etc/passwd`),
  file(disposition, String.raw`..\\..\\windows\\system32\\a.exe`),
  file(disposition, "C:\\\\autoexec.bat"),
  file(extended, `\u202egnp.exe`),
  file(extended, `invoice\u2066fdp\u2069.html`),
  file(extended, `a${"\u200b".repeat(50)}.exe`),
  file(disposition, "CON.html"),
  file(disposition, "nul"),
  file(disposition, ".htaccess"),
  file(disposition, "..."),
  file(disposition, ""),
  file(extended, `${"a".repeat(5000)}${MARKUP}.html`),
  file(
    (name) => `Content-Disposition: attachment; filename*=utf-8''%00%0d%0a%22%3e${encodeURIComponent(name)}`,
    MARKUP,
  ),
  file(
    (name) => `Content-Disposition: attachment; filename*=none-such'en'${encodeURIComponent(name)}`,
    MARKUP,
  ),
  file(
    (name) =>
      `Content-Disposition: attachment; filename*1="${name}"; filename*3=b; filename*0*=utf-8''%3Cb%3E`,
    MARKUP,
  ),
  file((name) => `Content-Disposition: attachment; filename="a.txt"; filename="${name}"`, MARKUP),
  file((name) => `Content-Disposition: "inline; filename=a; filename="${name}`, MARKUP),
  file((name) => `Content-Disposition: inline; filename=${name}`, MARKUP),
  file((name) => `Content-ID: <${name}>\r\nContent-Disposition: attachment; filename=a.png`, MARKUP),
  file((name) => `Content-Description: ${name}\r\nContent-Disposition: attachment; filename=a.png`, MARKUP),
  file((name) => `Content-Location: ${name}\r\nContent-Disposition: attachment; filename=a.png`, MARKUP),
]);
