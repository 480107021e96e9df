import type { Protection } from "@popgate/shared/api/recognized-parts";

/** What tells protection: a type and its parameters, as the part's header has them. */
export interface TypedPart {
  readonly contentType: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const PKCS7 = /^application\/(?:x-)?pkcs7-(mime|signature)$/;
const PGP_BLOCK = /^-----BEGIN PGP (SIGNED MESSAGE|MESSAGE)-----\s*$/m;

/** Signed or encrypted, by structure (RFC 1847, 3156, 8551). Whether it is true nobody here has verified. */
export function protectionOf({ contentType, parameters }: TypedPart): Protection | undefined {
  const protocol = (parameters["protocol"] ?? "").trim().toLowerCase();
  if (contentType === "multipart/signed") {
    return { kind: "signed", standard: PKCS7.test(protocol) ? "smime" : "openpgp" };
  }
  if (contentType === "multipart/encrypted") return { kind: "encrypted", standard: "openpgp" };
  if (PKCS7.exec(contentType)?.[1] !== "mime") return undefined;
  const smimeType = (parameters["smime-type"] ?? "enveloped-data").trim().toLowerCase();
  if (smimeType === "certs-only" || smimeType === "compressed-data") return undefined;
  return { kind: smimeType === "signed-data" ? "signed" : "encrypted", standard: "smime" };
}

/** OpenPGP written into the text itself, as older mailers do. */
export function inlineProtectionOf(text: string): Protection | undefined {
  const found = PGP_BLOCK.exec(text)?.[1];
  if (found === undefined) return undefined;
  return { kind: found === "MESSAGE" ? "encrypted" : "signed", standard: "openpgp" };
}
