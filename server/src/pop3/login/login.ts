import { createHash } from "node:crypto";
import { Pop3Error, refusal } from "../errors.ts";
import type { Credentials } from "../sasl/mechanism.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";
import { WireError } from "../wire/wire-error.ts";
import type { Method } from "./authentication.ts";
import { exchange, type LoginContext, type SignInResult } from "./login-exchange.ts";
import { authenticate } from "./sasl-login.ts";
import { secretForms } from "./secret-forms.ts";

/**
 * Signs in by one method; each command waits for the reply to the one before.
 *
 * @throws Pop3Error `auth`, `inUse`, `loginDelay`, `sysTemp`, `sysPerm`, `refused`, `loginTooLong`,
 *   `loginUnsendable`, `serverUnproved`, or a lost connection
 */
export async function signIn(
  context: LoginContext,
  method: Method,
  credentials: Credentials,
): Promise<SignInResult> {
  context.engine.masked.set(formsToMask(method, credentials));
  try {
    switch (method.kind) {
      case "user":
        await userPass(context, credentials);
        return { outcome: "accepted" };
      case "apop": {
        const digest = createHash("md5")
          .update(method.timestamp + credentials.secret(), "utf8")
          .digest("hex");
        await accepted(context, encodeCommand("APOP", [credentials.user, digest]));
        return { outcome: "accepted" };
      }
      case "sasl":
        return await authenticate(context, method.mechanism, credentials);
      default:
        return method satisfies never;
    }
  } catch (error) {
    if (error instanceof WireError) {
      const kind = error.code === "command-too-long" ? "loginTooLong" : "loginUnsendable";
      throw new Pop3Error(kind, `the user name or password cannot be sent: ${error.message}`, {}, true);
    }
    throw error;
  } finally {
    context.engine.masked.set([]);
  }
}

/** Servers were seen to say the password back, in a refusal or in a welcome. */
function formsToMask(method: Method, { user, secret }: Credentials): string[] {
  const usesSecret = method.kind !== "sasl" || method.mechanism.name !== "EXTERNAL";
  return usesSecret ? secretForms(user, secret()) : [];
}

/**
 * Both lines are built before one is sent: what cannot be said is refused before a byte is sent. Letters beyond ASCII
 * go as UTF-8 whether or not the server announces UTF8 USER (RFC 6856 §2.1): older ones take the octets as they are.
 */
async function userPass(context: LoginContext, credentials: Credentials): Promise<void> {
  const secret = credentials.secret();
  const user = encodeCommand("USER", [credentials.user]);
  const pass = encodeCommand("PASS", [secret]);
  await accepted(context, user);
  await accepted(context, pass);
}

async function accepted(context: LoginContext, command: EncodedCommand): Promise<void> {
  const reply = await exchange(context, command);
  if (reply.status !== "ok") throw refusal(command.verb, reply, context.refusal);
}
