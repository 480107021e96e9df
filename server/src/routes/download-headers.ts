import type { FastifyReply } from "fastify";

/** What came by mail is saved, never shown: as a document of ours it could run in our name. */
const SAVED = "default-src 'none'; sandbox";
/**
 * A picture, PDF or text in a document of its own: no script, no origin, nothing from elsewhere. The
 * styles are those with which browsers lay out a bare picture or text.
 */
const SHOWN =
  "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'";
const HEADERS = { "x-content-type-options": "nosniff", "cache-control": "no-store" } as const;

export interface Download {
  /** From a fixed list. */
  readonly contentType: string;
  /** Cleaned of paths and controls. */
  readonly filename: string;
  readonly octets?: number;
  /** The source as plain text is shown; a preview is shown under its name; all else is saved. */
  readonly purpose: "source" | "preview" | "save";
}

export function downloadHeaders(reply: FastifyReply, download: Download): FastifyReply {
  const { contentType, filename, octets, purpose } = download;
  void reply
    .headers({ ...HEADERS, "content-security-policy": purpose === "preview" ? SHOWN : SAVED })
    .header("content-type", contentType);
  if (octets !== undefined) void reply.header("content-length", octets);
  if (purpose === "source") return reply;
  const disposition = purpose === "preview" ? "inline" : "attachment";
  return reply.header("content-disposition", contentDisposition(disposition, filename));
}

/** Both forms of RFC 6266 §4.3: the plain one for what reads no other. */
export function contentDisposition(disposition: "attachment" | "inline", filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
