import { createHmac } from "node:crypto";
import { SaslError, type SaslMechanism } from "./mechanism.ts";

/** CRAM-MD5 (RFC 2195): an HMAC of the server's challenge. Hides the password, not the traffic. */
export const cramMd5: SaslMechanism = {
  name: "CRAM-MD5",
  isPlaintext: false,
  begin: ({ user, secret }) => {
    let isAnswered = false;
    return {
      hasAnswered: () => isAnswered,
      respond: (challenge) => {
        if (isAnswered) throw new SaslError("CRAM-MD5 has one challenge");
        isAnswered = true;
        const digest = createHmac("md5", Buffer.from(secret(), "utf8")).update(challenge).digest("hex");
        return Buffer.from(`${user} ${digest}`, "utf8");
      },
    };
  },
};
