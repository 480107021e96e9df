import fc from "fast-check";

/** Octets in which line endings, dots and status indicators are as frequent as in nobody's mail. */
export const wireOctets = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("\r", "\n", ".", "\r\n", "\r\n.", "\n.\n", "\r\n.\r\n") },
      {
        weight: 2,
        arbitrary: fc.constantFrom("+OK", "-ERR", "+ ", "+", "[IN-USE] ", "1 2", "\0", "\xff", " "),
      },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ maxLength: 8 }).map((octets) => Buffer.from(octets).toString("latin1")),
      },
    ),
    { maxLength: 80 },
  )
  .map((parts) => Buffer.from(parts.join(""), "latin1"));

/** The same octets in pieces, cut anywhere. */
export const chunkedOctets = fc
  .tuple(wireOctets, fc.array(fc.nat(600), { maxLength: 20 }))
  .map(([octets, places]) => {
    const cuts = [...new Set(places.map((place) => place % (octets.length + 1)))].sort((a, b) => a - b);
    const chunks = [...cuts, octets.length].map((end, index) => octets.subarray(cuts[index - 1] ?? 0, end));
    return { octets, chunks };
  });
