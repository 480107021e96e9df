import { createHash } from "node:crypto";
import type { Deadlines } from "../deadlines.ts";
import type { Method } from "./authentication.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { Pop3Error, refusal, type RefusalContext } from "../errors.ts";
import type { Reply } from "../engine/exchange.ts";
import {
  SaslError,
  ServerProofError,
  type Credentials,
  type SaslExchange,
  type SaslMechanism,
} from "../sasl/mechanism.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";
import { WireError } from "../wire/wire-error.ts";

/** More rounds than any mechanism has: a server that asks on is not authenticating. */
const MAX_SASL_ROUNDS = 8;

export interface LoginContext {
  readonly engine: Pop3Engine;
  readonly deadlines: Deadlines;
  readonly refusal: RefusalContext;
  readonly causeId?: string | undefined;
}

/**
 * Signs in by one method; each command waits for the reply to the one before.
 *
 * @throws Pop3Error `auth`, `inUse`, `loginDelay`, `sysTemp`, `sysPerm`, `refused`, or a lost connection
 */
export async function signIn(context: LoginContext, method: Method, credentials: Credentials): Promise<void> {
  try {
    switch (method.kind) {
      case "user":
        return await userPass(context, credentials);
      case "apop": {
        const digest = createHash("md5")
          .update(method.timestamp + credentials.secret(), "utf8")
          .digest("hex");
        return await accepted(context, encodeCommand("APOP", [credentials.user, digest]));
      }
      case "sasl":
        return await authenticate(context, method.mechanism, credentials);
      default:
        return method satisfies never;
    }
  } catch (error) {
    if (error instanceof WireError) {
      throw new Pop3Error("refused", `the user name or password cannot be sent: ${error.message}`, {}, true);
    }
    throw error;
  }
}

/** Both lines are built before one is sent: what cannot be said is refused before a byte is sent. */
async function userPass(context: LoginContext, credentials: Credentials): Promise<void> {
  const user = encodeCommand("USER", [credentials.user]);
  const pass = encodeCommand("PASS", [credentials.secret()]);
  await accepted(context, user);
  await accepted(context, pass);
}

async function accepted(context: LoginContext, command: EncodedCommand): Promise<void> {
  const reply = await exchange(context, command);
  if (reply.status !== "ok") throw refusal(command.verb, reply, context.refusal);
}

/** RFC 5034 §4, always in two steps: an initial response in one line is refused by some servers. */
async function authenticate(context: LoginContext, mechanism: SaslMechanism, credentials: Credentials) {
  const run = mechanism.begin(credentials);
  let reply = await exchange(context, encodeCommand("AUTH", [mechanism.name]));
  let isFirst = true;
  // Some servers prompt with +OK (seen where AUTH was bolted on): no success before our answer.
  for (let round = 0; reply.status === "continue" || isPrompt(reply, run); round += 1) {
    if (round >= MAX_SASL_ROUNDS) return cancelSasl(context, new SaslError("the server asks for ever"));
    let response: Buffer;
    try {
      response =
        isFirst && run.initial !== undefined ? run.initial() : run.respond(challengeOf(reply.text, run));
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      return cancelSasl(context, error);
    }
    isFirst = false;
    reply = await exchange(context, continuation(response));
  }
  if (reply.status === "err") throw refusal("AUTH", reply, context.refusal);
  if (run.isServerProved?.() === false) {
    context.engine.destroy(new Pop3Error("protocol", "the server skipped its own proof", { verb: "AUTH" }));
    throw new Pop3Error("protocol", "the server said +OK before it proved itself", { verb: "AUTH" });
  }
}

function isPrompt(reply: Reply, run: SaslExchange): boolean {
  return reply.status === "ok" && !run.hasAnswered();
}

async function cancelSasl(context: LoginContext, why: SaslError): Promise<never> {
  await exchange(context, {
    ...continuation(Buffer.alloc(0)),
    octets: Buffer.from("*\r\n"),
    shown: "*",
    secret: false,
  });
  // A server that failed its proof must not be offered the password by the next mechanism.
  const mayTryAnother = !(why instanceof ServerProofError);
  throw new Pop3Error(
    "protocol",
    `the sign-in was cancelled: ${why.message}`,
    { verb: "AUTH" },
    mayTryAnother,
  );
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

function exchange(context: LoginContext, command: EncodedCommand): Promise<Reply> {
  return context.engine.run(command, { deadlineMs: context.deadlines.authMs, causeId: context.causeId });
}
