import { once } from "node:events";
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RangeNotSatisfiableError, wantedRange } from "../../http/byte-range.ts";
import type { OctetRange } from "../../messages/store/message-cache.ts";
import { downloadHeaders, type Download } from "../download-headers.ts";

export interface RangedDownload extends Download {
  readonly octets: number;
  /** Says the same as long as the octets are the same. */
  readonly validator: string;
  readonly open: (range: OctetRange) => Readable | Promise<Readable>;
}

/**
 * Sends a download, or the rest of one that broke off (RFC 9110 §14). It begins to read before it replies,
 * so that what fails at its beginning fails with a status.
 */
export async function sendRanged(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  download: RangedDownload,
): Promise<FastifyReply> {
  const { octets } = download;
  const etag = `"${download.validator}"`;
  const ifRange = headers["if-range"];
  const wanted = wantedRange({ range: headers.range, ifRange: ifRange?.toString() }, etag, octets);
  void reply.header("accept-ranges", "bytes").header("etag", etag);
  if (wanted.kind === "unsatisfiable") {
    void reply.header("content-range", `bytes */${octets}`);
    throw new RangeNotSatisfiableError("no such octets");
  }
  const range = wanted.kind === "part" ? wanted : { start: 0, end: octets };
  const stream = await download.open(range);
  await once(stream, "readable");
  if (wanted.kind === "part") {
    void reply.code(206).header("content-range", `bytes ${range.start}-${range.end - 1}/${octets}`);
  }
  return downloadHeaders(reply, { ...download, octets: range.end - range.start }).send(stream);
}
