import { bearerToken } from "./bearer-token.ts";
import { SaslError, UnsendableError, type SaslMechanism } from "./mechanism.ts";

/** RFC 7628 §3.1: what a client answers to an error challenge, so that the server can say -ERR. */
const ERROR_ANSWER = Buffer.from("\x01");

/** OAUTHBEARER (RFC 7628). The password is an access token; host and port are for signed tokens only. */
export const oauthbearer: SaslMechanism = {
  name: "OAUTHBEARER",
  isPlaintext: true,
  begin: ({ user, secret }) => {
    let step: "begin" | "said" | "refused" = "begin";
    return {
      ignoresChallenges: true,
      hasAnswered: () => step !== "begin",
      initial: () => {
        if (/[\0\x01]/.test(user)) throw new UnsendableError("OAUTHBEARER cannot carry this user name");
        // The GS2 header of RFC 5801 §4: its commas and equals signs need an escape in the name.
        const identity = user.replaceAll("=", "=3D").replaceAll(",", "=2C");
        const message = `n,a=${identity},\x01auth=Bearer ${bearerToken(secret())}\x01\x01`;
        step = "said";
        return Buffer.from(message, "utf8");
      },
      respond: () => {
        if (step !== "said") throw new SaslError("OAUTHBEARER has one error challenge");
        step = "refused";
        return ERROR_ANSWER;
      },
    };
  },
};
