import { responseCodeOf } from "@popgate/shared/pop3/response-codes";
import type { Pop3Client } from "../client/client.ts";
import { Pop3Error } from "../errors.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";
import { BoundedSink } from "./bounded-sink.ts";
import type { Judgement } from "./facts/judgement.ts";

/** Of no RFC, so that no server knows it; the encoder knows only verbs that mean something. */
const UNKNOWN: EncodedCommand = {
  verb: "NOOP",
  octets: Buffer.from("XPOPGATE\r\n"),
  shown: "XPOPGATE",
  secret: false,
  multiLine: false,
  barrier: true,
};

/** A command that no server knows: -ERR, and the session goes on (RFC 1939 §3). */
export function checkUnknownCommand(client: Pop3Client): Promise<Judgement> {
  return refusalOf(client, UNKNOWN);
}

/** RETR of a message that is not there; some servers hang up on it. */
export function checkNoSuchMessage(client: Pop3Client, messages: number): Promise<Judgement> {
  return refusalOf(client, encodeCommand("RETR", [messages + 99_999]));
}

async function refusalOf(client: Pop3Client, command: EncodedCommand): Promise<Judgement> {
  try {
    const reply = await client.session.engine.run(command, {
      causeId: client.causeId,
      // For a server that sends a message after all.
      sink: new BoundedSink(),
    });
    return {
      verdict: reply.status === "err" ? "good" : "bad",
      facts: {
        refused: reply.status === "err",
        hangsUp: false,
        serverText: reply.text,
        responseCode: responseCodeOf(reply.text),
      },
    };
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
    const hangsUp = error.kind === "closed" || error.kind === "network";
    return { verdict: hangsUp ? "warning" : "bad", facts: { refused: false, hangsUp, code: error.code } };
  }
}
