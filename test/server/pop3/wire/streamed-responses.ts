import { ResponseDecoder } from "@popgate/server/pop3/wire/response-decoder";
import type { DecodedResponse } from "./reference-decoder.ts";

/** What the streaming decoder makes of the chunks, in the shape of the reference. */
export function streamedDecode(
  chunks: readonly Buffer[],
  isMultiLine: (index: number) => boolean,
): DecodedResponse[] {
  const responses: { -readonly [Key in keyof DecodedResponse]: DecodedResponse[Key] }[] = [];
  const decoder = new ResponseDecoder({
    statusLine: (line, ending) => {
      const isMulti = isMultiLine(responses.length);
      responses.push({
        line: line.toString("latin1"),
        ending,
        body: isMulti ? "" : undefined,
        wireOctets: undefined,
      });
      return isMulti;
    },
    body: (octets) => {
      const response = responses.at(-1);
      if (response !== undefined) response.body = (response.body ?? "") + octets.toString("latin1");
    },
    end: (wireOctets) => {
      const response = responses.at(-1);
      if (response !== undefined) response.wireOctets = wireOctets;
    },
  });
  for (const chunk of chunks) decoder.push(chunk);
  return responses;
}

/** Cuts octets at the given places, taken modulo their length. */
export function cutAt(octets: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (octets.length + 1)))].sort((a, b) => a - b);
  return [...cuts, octets.length].map((end, index) => octets.subarray(cuts[index - 1] ?? 0, end));
}

/** Pieces of one size; the last may be shorter. */
export function piecesOf(octets: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < octets.length; at += size) pieces.push(octets.subarray(at, at + size));
  return pieces;
}
