import { SaslError, UnsendableError, type SaslMechanism } from "./mechanism.ts";

/** PLAIN (RFC 4616): authorization identity empty, user and password behind NULs. */
export const plain: SaslMechanism = {
  name: "PLAIN",
  isPlaintext: true,
  begin: ({ user, secret }) => {
    let isSaid = false;
    return {
      ignoresChallenges: true,
      hasAnswered: () => isSaid,
      initial: () => {
        const password = secret();
        // A NUL would make a part of one field the next field: sign in as somebody else.
        if (user.includes("\0") || password.includes("\0"))
          throw new UnsendableError("PLAIN cannot carry NUL");
        isSaid = true;
        return Buffer.from(`\0${user}\0${password}`, "utf8");
      },
      respond: () => {
        throw new SaslError("PLAIN has no second challenge");
      },
    };
  },
};
