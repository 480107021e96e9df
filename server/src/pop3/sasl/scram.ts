import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import {
  SaslError,
  ServerProofError,
  type Credentials,
  type SaslExchange,
  type SaslMechanism,
} from "./mechanism.ts";

/** RFC 7677 §4 asks for 4,096 at least; a number far above is meant to stop this process. */
const MIN_ITERATIONS = 4_096;
const MAX_ITERATIONS = 1_000_000;

/** What ties the proof to the TLS connection beneath it (RFC 5802 §6). */
export type ChannelBinding =
  | { readonly kind: "none" }
  /** We could, and the server did not offer it: one that did offer it was talked over, and refuses. */
  | { readonly kind: "not-offered" }
  /** RFC 9266: 32 octets that only the two ends of this connection can compute. */
  | { readonly kind: "tls-exporter"; readonly data: Buffer };

type Hash = "sha1" | "sha256";
const NAMES = { sha1: "SCRAM-SHA-1", sha256: "SCRAM-SHA-256" } as const;
const DIGEST_OCTETS = { sha1: 20, sha256: 32 } as const;

/** In a thread of the pool: as many iterations as a server may ask for take this one half a second. */
const deriveKey = promisify(pbkdf2);

/** SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password; neither shows it. */
export function scram(
  hash: Hash,
  binding: ChannelBinding = { kind: "none" },
  makeNonce: () => string = () => randomBytes(18).toString("base64"),
): SaslMechanism {
  return {
    name: binding.kind === "tls-exporter" ? `${NAMES[hash]}-PLUS` : NAMES[hash],
    isPlaintext: false,
    begin: (credentials) => beginScram(credentials, hash, binding, makeNonce()),
  };
}

/** No authorization identity: one signs in as oneself. */
function gs2Header(binding: ChannelBinding): string {
  switch (binding.kind) {
    case "none":
      return "n,,";
    case "not-offered":
      return "y,,";
    case "tls-exporter":
      return "p=tls-exporter,,";
    default:
      return binding satisfies never;
  }
}

function beginScram(
  { user, secret }: Credentials,
  hash: Hash,
  binding: ChannelBinding,
  nonce: string,
): SaslExchange {
  const header = gs2Header(binding);
  const channel = Buffer.concat([
    Buffer.from(header),
    binding.kind === "tls-exporter" ? binding.data : Buffer.alloc(0),
  ]);
  // RFC 5802 §5.1: the only two characters that the attribute syntax needs for itself.
  const firstBare = `n=${user.normalize("NFKC").replaceAll("=", "=3D").replaceAll(",", "=2C")},r=${nonce}`;
  let expectedSignature: Buffer | undefined;
  let isProved = false;
  return {
    initial: () => Buffer.from(header + firstBare, "utf8"),
    respond: (challenge) => {
      if (expectedSignature !== undefined) {
        isProved = provesServer(challenge, expectedSignature);
        if (!isProved) throw new ServerProofError("the server did not prove that it knows the password");
        // An empty line ends the exchange where the server sends its signature as a challenge.
        return Buffer.alloc(0);
      }
      const serverFirst = challenge.toString("utf8");
      const { serverNonce, salt, iterations } = parseServerFirst(serverFirst, nonce);
      const password = secret().normalize("NFKC");
      return deriveKey(password, salt, iterations, DIGEST_OCTETS[hash], hash).then((salted) => {
        const finalBare = `c=${channel.toString("base64")},r=${serverNonce}`;
        const authMessage = `${firstBare},${serverFirst},${finalBare}`;
        const clientKey = hmac(hash, salted, "Client Key");
        const storedKey = createHash(hash).update(clientKey).digest();
        const proof = xor(clientKey, hmac(hash, storedKey, authMessage));
        expectedSignature = hmac(hash, hmac(hash, salted, "Server Key"), authMessage);
        return Buffer.from(`${finalBare},p=${proof.toString("base64")}`, "utf8");
      });
    },
    hasAnswered: () => expectedSignature !== undefined,
    isServerProved: () => isProved,
  };
}

function parseServerFirst(text: string, nonce: string) {
  const match = /^r=([^,]+),s=([A-Za-z0-9+/=]+),i=(\d{1,9})(?:,|$)/.exec(text);
  const serverNonce = match?.[1] ?? "";
  const iterations = Number(match?.[3]);
  // A nonce that does not begin with ours is a replay.
  if (!serverNonce.startsWith(nonce) || serverNonce.length === nonce.length) {
    throw new SaslError("the server's first message is not an answer to ours");
  }
  if (!(iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS)) {
    throw new SaslError("the server's iteration count is out of bounds");
  }
  return { serverNonce, salt: Buffer.from(match?.[2] ?? "", "base64"), iterations };
}

function provesServer(challenge: Buffer, expected: Buffer): boolean {
  const signature = Buffer.from(/^v=([A-Za-z0-9+/=]+)/.exec(challenge.toString("utf8"))?.[1] ?? "", "base64");
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

function hmac(hash: string, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text, "utf8").digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((octet, index) => octet ^ (right[index] ?? 0)));
}
