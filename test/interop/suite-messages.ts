/** Six messages that a server may find hard: dots, 8-bit octets, a long line, no body. */
export function suiteMessages(): Map<string, Buffer> {
  const bodies: Record<string, string> = {
    first: "first body\r\n",
    dots: ".\r\n..\r\n...three\r\nend\r\n",
    eightBit: "na\u00efve caf\u00e9\r\n",
    longLine: `${"x".repeat(5_000)}\r\n`,
    noBody: "",
    last: "the last one\r\n",
  };
  return new Map(
    Object.entries(bodies).map(([subject, body]) => [
      subject,
      Buffer.from(
        `Subject: ${subject}\r\nFrom: "A" <a@example.org>\r\nTo: b@example.org\r\n\r\n${body}`,
        "latin1",
      ),
    ]),
  );
}
