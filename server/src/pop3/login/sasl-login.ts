import { Pop3Error, refusal, type Pop3ErrorKind } from "../errors.ts";
import type { Reply } from "../engine/exchange.ts";
import {
  SaslError,
  ServerProofError,
  UnsendableError,
  type Credentials,
  type SaslExchange,
  type SaslMechanism,
} from "../sasl/mechanism.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";
import { exchange, type LoginContext, type SignInResult } from "./login-exchange.ts";

/** More rounds than any mechanism has: a server that asks on is not authenticating. */
const MAX_SASL_ROUNDS = 8;

/** RFC 5034 §4, always in two steps: an initial response in one line is refused by some servers. */
export async function authenticate(
  context: LoginContext,
  mechanism: SaslMechanism,
  credentials: Credentials,
): Promise<SignInResult> {
  const run = mechanism.begin(credentials);
  let reply = await exchange(context, encodeCommand("AUTH", [mechanism.name]));
  let isFirst = true;
  // Some servers prompt with +OK (seen where AUTH was bolted on): no success before our answer.
  for (let round = 0; reply.status === "continue" || isPrompt(reply, run); round += 1) {
    if (round >= MAX_SASL_ROUNDS) return cancelSasl(context, new SaslError("the server asks for ever"));
    let response: Buffer;
    try {
      response =
        isFirst && run.initial !== undefined
          ? run.initial()
          : await run.respond(challengeOf(reply.text, run));
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      return cancelSasl(context, error);
    }
    isFirst = false;
    reply = await exchange(context, continuation(response));
  }
  if (reply.status === "err") {
    const error = refusal("AUTH", reply, context.refusal, run.hasAnswered());
    // A password that was shown and refused is not shown again in another form: each try is a failed login.
    const hasShownPassword = mechanism.isPlaintext && error.answersPassword;
    if (reply.code !== undefined || hasShownPassword) throw error;
    return { outcome: "mechanism-refused", error };
  }
  if (run.isServerProved?.() === false) {
    const error = new Pop3Error("serverUnproved", "the server said +OK before it proved itself", {
      verb: "AUTH",
    });
    context.engine.destroy(error);
    throw error;
  }
  return { outcome: "accepted" };
}

function isPrompt(reply: Reply, run: SaslExchange): boolean {
  return reply.status === "ok" && !run.hasAnswered();
}

async function cancelSasl(context: LoginContext, why: SaslError): Promise<SignInResult> {
  await exchange(context, {
    ...continuation(Buffer.alloc(0)),
    octets: Buffer.from("*\r\n"),
    shown: "*",
    secret: false,
  });
  // A server that failed its proof must not be offered the password by the next mechanism.
  const mayTryAnother = !(why instanceof ServerProofError);
  const message = `the sign-in was cancelled: ${why.message}`;
  const error = new Pop3Error(kindOf(why), message, { verb: "AUTH" }, mayTryAnother);
  if (!mayTryAnother) throw error;
  return { outcome: "mechanism-refused", error };
}

function kindOf(why: SaslError): Pop3ErrorKind {
  if (why instanceof ServerProofError) return "serverUnproved";
  return why instanceof UnsendableError ? "loginUnsendable" : "protocol";
}

/** A line of base64 behind AUTH. Not a command: its limit is the mechanism's, not RFC 2449's. */
function continuation(response: Buffer): EncodedCommand {
  return {
    verb: "AUTH",
    octets: Buffer.from(`${response.toString("base64")}\r\n`, "latin1"),
    shown: "••••••",
    secret: true,
    multiLine: false,
    barrier: true,
  };
}

function challengeOf(text: string, run: SaslExchange): Buffer {
  if (run.ignoresChallenges === true) return Buffer.alloc(0);
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(trimmed)) throw new SaslError("the challenge is not base64");
  return Buffer.from(trimmed, "base64");
}
