import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { SaslAccounts, SaslExchange, SaslMechanism, SaslStep } from "./mechanism.ts";

/** RFC 5802 and 7677. */
export const scramSha1 = scram("SCRAM-SHA-1", "sha1");
export const scramSha256 = scram("SCRAM-SHA-256", "sha256");
/** Tied to the TLS connection beneath (RFC 9266): a proof is worth nothing on any other. */
export const scramSha1Plus: SaslMechanism = { ...scram("SCRAM-SHA-1-PLUS", "sha1", true), isBound: true };
export const scramSha256Plus: SaslMechanism = {
  ...scram("SCRAM-SHA-256-PLUS", "sha256", true),
  isBound: true,
};

/** RFC 7677 §4 asks for at least 4096; the demo's passwords are no secret. */
const ITERATIONS = 4096;

function scram(name: string, hash: string, isBound = false): SaslMechanism {
  return {
    name,
    isPlaintext: false,
    isClientFirst: true,
    begin: (accounts) => ({
      challenge: Buffer.alloc(0),
      exchange: new ScramExchange(accounts, hash, isBound),
    }),
  };
}

/** What was agreed in the first pair of messages. */
interface Agreed {
  readonly user: string;
  readonly isKnown: boolean;
  readonly nonce: string;
  readonly channel: Buffer;
  readonly saltedPassword: Buffer;
  readonly authMessageStart: string;
}

type ScramState =
  | { readonly kind: "first" }
  | { readonly kind: "final"; readonly agreed: Agreed }
  /** Our signature was sent; the client answers with an empty line. */
  | { readonly kind: "proven"; readonly user: string };

class ScramExchange implements SaslExchange {
  readonly #accounts: SaslAccounts;
  readonly #hash: string;
  readonly #isBound: boolean;
  #state: ScramState = { kind: "first" };

  constructor(accounts: SaslAccounts, hash: string, isBound: boolean) {
    this.#accounts = accounts;
    this.#hash = hash;
    this.#isBound = isBound;
  }

  respond(response: Buffer): SaslStep {
    switch (this.#state.kind) {
      case "first":
        return this.#first(response.toString("utf8"));
      case "final":
        return this.#final(response.toString("utf8"), this.#state.agreed);
      case "proven":
        return response.length === 0
          ? { kind: "authenticated", user: this.#state.user }
          : { kind: "malformed" };
      default:
        return this.#state satisfies never;
    }
  }

  #first(message: string): SaslStep {
    const match = /^((n|y|p=tls-exporter),(?:a=[^,]*)?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/.exec(
      message,
    );
    if (match === null) return { kind: "malformed" };
    const [, header = "", flag = "", bare = "", name = "", clientNonce = ""] = match;
    if (flag.startsWith("p=") !== this.#isBound) return { kind: "malformed" };
    const { channelBinding } = this.#accounts;
    // "y": the client could bind and saw no -PLUS. We showed it: somebody took it out on the way (RFC 5802 §6).
    if (flag === "y" && channelBinding !== undefined) return { kind: "refused" };
    const bound = this.#isBound && channelBinding !== undefined ? [channelBinding] : [];
    const channel = Buffer.concat([Buffer.from(header, "utf8"), ...bound]);
    const user = name.replaceAll("=2C", ",").replaceAll("=3D", "=");
    const password = this.#accounts.passwordOf(user);
    const nonce = `${clientNonce}${this.#accounts.newId()}`;
    // Of the name, not random: an unknown user must look like a known one, at every try.
    const salt = createHash("sha256").update(`${this.#accounts.hostName} ${user}`).digest().subarray(0, 16);
    const serverFirst = `r=${nonce},s=${salt.toString("base64")},i=${ITERATIONS}`;
    const keyLength = createHash(this.#hash).digest().length;
    const saltedPassword = pbkdf2Sync(password ?? "", salt, ITERATIONS, keyLength, this.#hash);
    this.#state = {
      kind: "final",
      agreed: {
        user,
        isKnown: password !== undefined,
        nonce,
        channel,
        saltedPassword,
        authMessageStart: `${bare},${serverFirst},`,
      },
    };
    return { kind: "challenge", octets: Buffer.from(serverFirst, "utf8") };
  }

  #final(message: string, agreed: Agreed): SaslStep {
    const match = /^(c=([A-Za-z0-9+/=]+),r=([^,]+)(?:,[^p].*)?),p=([A-Za-z0-9+/=]+)$/.exec(message);
    if (match === null) return { kind: "malformed" };
    const [, withoutProof = "", binding = "", nonce = "", proofText = ""] = match;
    const isBound = Buffer.from(binding, "base64").equals(agreed.channel);
    if (!isBound || nonce !== agreed.nonce) return { kind: "refused" };
    const authMessage = agreed.authMessageStart + withoutProof;
    const storedKey = this.#digest(this.#hmac(agreed.saltedPassword, "Client Key"));
    const signature = this.#hmac(storedKey, authMessage);
    const proof = Buffer.from(proofText, "base64");
    if (proof.length !== signature.length) return { kind: "refused" };
    const clientKey = Buffer.from(proof.map((octet, index) => octet ^ (signature[index] ?? 0)));
    if (!timingSafeEqual(this.#digest(clientKey), storedKey) || !agreed.isKnown) return { kind: "refused" };
    this.#state = { kind: "proven", user: agreed.user };
    const serverSignature = this.#hmac(this.#hmac(agreed.saltedPassword, "Server Key"), authMessage);
    return { kind: "challenge", octets: Buffer.from(`v=${serverSignature.toString("base64")}`, "utf8") };
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text, "utf8").digest();
  }

  #digest(octets: Buffer): Buffer {
    return createHash(this.#hash).update(octets).digest();
  }
}
