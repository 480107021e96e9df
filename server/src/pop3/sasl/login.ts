import { SaslError, type SaslMechanism } from "./mechanism.ts";

/** LOGIN: never standardised, widely spoken. Two prompts, whatever they say: user, then password. */
export const login: SaslMechanism = {
  name: "LOGIN",
  isPlaintext: true,
  begin: ({ user, secret }) => {
    const answers = [() => user, secret];
    return {
      ignoresChallenges: true,
      hasAnswered: () => answers.length === 0,
      respond: () => {
        const answer = answers.shift();
        if (answer === undefined) throw new SaslError("LOGIN has two challenges");
        return Buffer.from(answer(), "utf8");
      },
    };
  },
};
