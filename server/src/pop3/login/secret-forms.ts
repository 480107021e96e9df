/** Shorter ones stand in other words by chance, and what is masked there would spell them. */
const SHORTEST_MASKED = 4;

/**
 * The forms in which a server could say a secret back to us: as it was typed, as octets that are no UTF-8 to it, and
 * in base64, alone or as PLAIN sends it (RFC 4616 §2).
 */
export function secretForms(user: string, secret: string): string[] {
  const octets = Buffer.from(secret, "utf8");
  const messages = [octets, Buffer.from(`\0${user}\0${secret}`), Buffer.from(`${user}\0${user}\0${secret}`)];
  const padded = messages.map((message) => message.toString("base64"));
  // A server may leave the padding out.
  const encoded = padded.flatMap((text) => [text, text.replace(/=+$/, "")]);
  const forms = new Set([secret, octets.toString("latin1"), ...encoded]);
  return [...forms].filter((form) => form.length >= SHORTEST_MASKED);
}
