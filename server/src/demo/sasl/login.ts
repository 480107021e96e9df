import type { SaslAccounts, SaslExchange, SaslMechanism, SaslStep } from "./mechanism.ts";
import { isSameSecret } from "./same-secret.ts";

/** LOGIN: never standardised, asked for by old clients. Two prompts, user and password. */
export const login: SaslMechanism = {
  name: "LOGIN",
  isPlaintext: true,
  // Outlook and others send the name with the command all the same.
  isClientFirst: true,
  begin: (accounts) => ({ challenge: Buffer.from("Username:"), exchange: new LoginExchange(accounts) }),
};

class LoginExchange implements SaslExchange {
  readonly #accounts: SaslAccounts;
  #user: string | undefined;

  constructor(accounts: SaslAccounts) {
    this.#accounts = accounts;
  }

  respond(response: Buffer): SaslStep {
    if (this.#user === undefined) {
      this.#user = response.toString("utf8");
      return { kind: "challenge", octets: Buffer.from("Password:") };
    }
    const password = this.#accounts.passwordOf(this.#user);
    const isRight = isSameSecret(response, Buffer.from(password ?? "", "utf8"));
    return password !== undefined && isRight
      ? { kind: "authenticated", user: this.#user }
      : { kind: "refused" };
  }
}
