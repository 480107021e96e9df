import { armed, type Canary } from "../canary.ts";
import { mail, mailTheme, type MakeMail } from "../hostile-mail.ts";

const MARKUP = "<img src=HTTP/header onerror=RUN>";
const SCRIPT = "<script>RUN</script>";
const word = (text: string, charset = "utf-8") => `=?${charset}?B?${Buffer.from(text).toString("base64")}?=`;
const quoted = (text: string) =>
  `=?utf-8?Q?${[...Buffer.from(text)].map((octet) => `=${octet.toString(16).padStart(2, "0")}`).join("")}?=`;

/** Fields with markup in them, which the naive reader puts into its page as they are. */
function fields(...lines: readonly string[]): MakeMail {
  return (canary) => ({
    raw: mail(
      lines.map((line) => armedField(line, canary)),
      "words",
    ),
    naive: page(canary),
  });
}

/** Armed before it is encoded. */
function encodedField(name: string, text: string, encode: (text: string) => string): MakeMail {
  return (canary) => ({
    raw: mail([`${name}: ${encode(armed(text, canary))}`], "words"),
    naive: page(canary),
  });
}

function armedField(line: string, canary: Canary): string {
  return armed(line, canary);
}

function page(canary: Canary) {
  const body = Buffer.from(armed(`<h1>${MARKUP}</h1>${SCRIPT}words`, canary));
  return { contentType: "text/html; charset=utf-8", body };
}

export const HEADERS = mailTheme("header", "Header fields", [
  ...["Subject", "From", "To", "Cc", "Reply-To", "Sender", "List-Id", "X-Mailer", "Organization"].flatMap(
    (name) => [fields(`${name}: ${MARKUP}`), encodedField(name, `${SCRIPT}${MARKUP}`, word)],
  ),
  encodedField("Subject", `a\r\nContent-Type: text/html\r\n\r\n${SCRIPT}`, word),
  encodedField("Subject", `a\r\nBcc: victim@college.example\r\n\r\n${SCRIPT}`, quoted),
  encodedField("From", `a\r\nX: y <a@sender.example>${SCRIPT}`, word),
  encodedField("To", `a\u0000b\u001b]0;title\u0007${SCRIPT}`, word),
  encodedField("Subject", `\u202e${MARKUP}\u202c`, word),
  encodedField("Subject", `\u2028\u2029\u0085${SCRIPT}`, word),
  encodedField("Subject", SCRIPT, (text) => word(text, "utf-7")),
  encodedField("Subject", SCRIPT, (text) => word(text, "iso-2022-jp")),
  encodedField("Subject", SCRIPT, (text) => word(text, "utf-8*en")),
  encodedField("Subject", SCRIPT, (text) => word(text, `utf-8"${MARKUP}`)),
  encodedField("Subject", SCRIPT, (text) => Array.from(text, (letter) => word(letter)).join(" ")),
  encodedField("Subject", SCRIPT, (text) => text.repeat(400)),
  fields(`From: "${MARKUP}" <a@sender.example>`),
  fields(`From: "a" <"${SCRIPT}"@sender.example>`),
  fields(`From: a@[${SCRIPT}]`),
  fields(`From: (${SCRIPT}) a@sender.example`),
  fields(`From: javascript:RUN`),
  fields(`Subject: javascript:RUN//`),
  fields(`Date: ${SCRIPT}`),
  fields(`Message-ID: <${SCRIPT}@sender.example>`),
  fields(`References: ${MARKUP}`),
  fields(
    `List-Unsubscribe: <javascript:RUN>, <HTTP/unsubscribe>`,
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ),
  fields(
    "Disposition-Notification-To: <receipt@HOST>",
    "Return-Receipt-To: receipt@HOST",
    "X-Confirm-Reading-To: a@HOST",
  ),
  fields("X-Image-URL: HTTP/face.png", "Face: iVBORw0KGgo=", "BIMI-Location: v=BIMI1; l=HTTPS/logo.svg"),
  fields(`Authentication-Results: college.example; dmarc=pass header.from="${SCRIPT}"`),
  fields(`Received: from ${MARKUP} by ${SCRIPT}; Mon, 1 Jun 2026 09:00:00 +0000`),
  fields(`${SCRIPT}: x`),
  fields(`X-A: b\rX-B: ${SCRIPT}`, "X-C: d\u0000e"),
  fields(`Content-Type: text/plain; charset="${SCRIPT}"`),
  fields(`Content-Type: text/plain; charset=utf-8\r\n\t; x="${MARKUP}"`),
  fields(`Content-Type: ${SCRIPT}/plain`),
  fields(`Content-Transfer-Encoding: ${SCRIPT}`),
  fields(`Content-Language: ${SCRIPT}`, `Content-Base: HTTP/`, "Content-Location: HTTP/"),
  fields(
    "Refresh: 0;url=HTTP/refresh",
    "Link: <HTTP/link>;rel=preload",
    "Location: HTTP/location",
    "Set-Cookie: sid=1",
  ),
  fields(
    "Content-Security-Policy: default-src *",
    "X-Frame-Options: none",
    "Report-To: HTTP/report",
    "NEL: x",
  ),
]);
