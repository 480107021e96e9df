import { createHash } from "node:crypto";
import { headerLine, parameter } from "./header-text.ts";
import { base64Lines, quotedPrintable } from "./transfer-encoding.ts";

/** A MIME entity without its message headers (RFC 2045 §2.4). */
export interface Part {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

type Encoding = "7bit" | "8bit" | "quoted-printable" | "base64";

/** Text in UTF-8. Lines may be written with LF; they go out with CRLF. */
export function textPart(
  text: string,
  options: { readonly subtype?: string; readonly encoding?: Encoding; readonly parameters?: string } = {},
): Part {
  const encoding = options.encoding ?? "7bit";
  const charset = encoding === "7bit" ? "us-ascii" : "utf-8";
  const extra = options.parameters === undefined ? "" : `; ${options.parameters}`;
  const type = `text/${options.subtype ?? "plain"}; charset=${charset}${extra}`;
  return encodedPart(type, Buffer.from(crlf(text), "utf8"), encoding);
}

/** Octets that are already in their charset, with the header that says so. */
export function encodedPart(contentType: string, octets: Buffer, encoding: Encoding): Part {
  const headers = [
    ["Content-Type", contentType],
    ["Content-Transfer-Encoding", encoding],
  ] as const;
  return { headers, body: encode(octets, encoding) };
}

/** A file: attached, or inline where the HTML refers to it by its content id (RFC 2392). */
export function filePart(file: {
  readonly filename: string;
  readonly contentType: string;
  readonly octets: Buffer;
  readonly contentId?: string;
}): Part {
  const isInline = file.contentId !== undefined;
  return {
    headers: [
      ["Content-Type", `${file.contentType}; ${parameter("name", file.filename)}`],
      ["Content-Transfer-Encoding", "base64"],
      [
        "Content-Disposition",
        `${isInline ? "inline" : "attachment"}; ${parameter("filename", file.filename)}`,
      ],
      ...(isInline ? [["Content-ID", `<${file.contentId}>`] as const] : []),
    ],
    body: base64Lines(file.octets),
  };
}

/** A multipart entity; its boundary comes from its content, so that the same mail has the same octets. */
export function multipart(subtype: string, parts: readonly Part[], parameters = ""): Part {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part.body.subarray(0, 4096));
  const boundary = `=_${hash.update(subtype).digest("hex").slice(0, 24)}`;
  const delimiter = Buffer.from(`\r\n--${boundary}\r\n`);
  const body = parts.flatMap((part) => [delimiter, partOctets(part)]);
  return {
    headers: [["Content-Type", `multipart/${subtype}; ${parameters}boundary="${boundary}"`]],
    body: Buffer.concat([
      Buffer.from("This is a message in several parts."),
      ...body,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}

/** A plain reading beside a formatted one (RFC 2046 §5.1.4). */
export function alternative(text: string, html: string | Part): Part {
  const formatted =
    typeof html === "string" ? textPart(html, { subtype: "html", encoding: "quoted-printable" }) : html;
  return multipart("alternative", [textPart(text, { encoding: "quoted-printable" }), formatted]);
}

/** Header lines, blank line, body. */
export function partOctets(part: Part): Buffer {
  const header = part.headers.map(([name, value]) => headerLine(name, value)).join("");
  return Buffer.concat([Buffer.from(`${header}\r\n`, "latin1"), part.body]);
}

export function crlf(text: string): string {
  return text.replaceAll(/\r?\n/g, "\r\n");
}

function encode(octets: Buffer, encoding: Encoding): Buffer {
  if (encoding === "base64") return base64Lines(octets);
  return encoding === "quoted-printable" ? quotedPrintable(octets) : octets;
}
