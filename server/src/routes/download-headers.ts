import type { FastifyReply } from "fastify";

/** What came by mail is saved, never shown: as a document of ours it could run in our name. */
const HEADERS = {
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
} as const;

export interface Download {
  /** From a fixed list. */
  readonly contentType: string;
  /** Cleaned of paths and controls. */
  readonly filename: string;
  readonly octets?: number;
  /** Shown as plain text rather than saved. */
  readonly isText?: boolean;
}

export function downloadHeaders(reply: FastifyReply, download: Download): FastifyReply {
  void reply.headers(HEADERS).header("content-type", download.contentType);
  if (download.octets !== undefined) void reply.header("content-length", download.octets);
  if (download.isText === true) return reply;
  return reply.header("content-disposition", contentDisposition(download.filename));
}

/** Both forms of RFC 6266 §4.3: the plain one for what reads no other. */
export function contentDisposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
