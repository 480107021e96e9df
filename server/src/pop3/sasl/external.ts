import { SaslError, UnsendableError, type SaslMechanism } from "./mechanism.ts";

/** EXTERNAL (RFC 4422 appendix A): the TLS client certificate has said who it is, the name for whom it acts. */
export const external: SaslMechanism = {
  name: "EXTERNAL",
  isPlaintext: false,
  begin: ({ user }) => {
    let isSaid = false;
    return {
      ignoresChallenges: true,
      hasAnswered: () => isSaid,
      initial: () => {
        if (user.includes("\0")) throw new UnsendableError("EXTERNAL cannot carry NUL");
        isSaid = true;
        return Buffer.from(user, "utf8");
      },
      respond: () => {
        throw new SaslError("EXTERNAL has no second challenge");
      },
    };
  },
};
