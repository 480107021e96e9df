import { bearerToken } from "./bearer-token.ts";
import { SaslError, UnsendableError, type SaslMechanism } from "./mechanism.ts";

/** XOAUTH2, as Google and Microsoft document it: OAUTHBEARER's forerunner. The password is an access token. */
export const xoauth2: SaslMechanism = {
  name: "XOAUTH2",
  isPlaintext: true,
  begin: ({ user, secret }) => {
    let step: "begin" | "said" | "refused" = "begin";
    return {
      ignoresChallenges: true,
      hasAnswered: () => step !== "begin",
      initial: () => {
        if (/[\0\x01]/.test(user)) throw new UnsendableError("XOAUTH2 cannot carry this user name");
        const message = `user=${user}\x01auth=Bearer ${bearerToken(secret())}\x01\x01`;
        step = "said";
        return Buffer.from(message, "utf8");
      },
      respond: () => {
        if (step !== "said") throw new SaslError("XOAUTH2 has one error challenge");
        step = "refused";
        // The challenge says why the token was refused; -ERR comes behind an empty answer.
        return Buffer.alloc(0);
      },
    };
  },
};
